import { expect, test } from 'vitest';
import { pictureOf } from './picture-name.ts';
import { isPicture, storedName } from './upload.ts';

test.each([
  ['a.png', { filename: 'a.png', subfolder: '', type: 'input' }],
  ['x/y/a.png', { filename: 'a.png', subfolder: 'x/y', type: 'input' }],
  ['x/a.png [output]', { filename: 'a.png', subfolder: 'x', type: 'output' }],
])('%s is a picture', (value, picture) => {
  expect(pictureOf(value)).toEqual(picture);
});

test('no value is no picture', () => {
  expect(pictureOf('')).toBeNull();
});

test('what the server stored comes back as a value', () => {
  expect(storedName({ name: 'a.png', subfolder: '', type: 'input' })).toBe('a.png');
  expect(storedName({ name: 'm.png', subfolder: 'clipspace', type: 'input' })).toBe(
    'clipspace/m.png',
  );
  expect(storedName({ name: 'a.png', subfolder: '', type: 'temp' })).toBe('a.png [temp]');
});

test('pictures are told by type or by name', () => {
  expect(isPicture({ name: 'a.webp', type: '' })).toBe(true);
  expect(isPicture({ name: 'pasted', type: 'image/png' })).toBe(true);
  expect(isPicture({ name: 'a.safetensors', type: '' })).toBe(false);
});
