import { expect, test } from 'vitest';
import type { ModelValue } from '../models.ts';
import { namedBlocks } from './named-blocks.ts';

const flux = { family: 'flux', config: { depth: 57, doubleBlocks: 19 } } as ModelValue;
const sd3 = { family: 'sd3', config: { depth: 4 } } as ModelValue;

function named(model: ModelValue, double: string, single = '') {
  const notices: string[] = [];
  const blocks = namedBlocks(model, double, single, { notice: (text) => void notices.push(text) });
  return { blocks, notices };
}

test('single layers come behind the double ones', () => {
  expect(named(flux, '7, 8', '0 37').blocks).toEqual([7, 8, 19, 56]);
});

test('layers that a model does not have are left out, singles of SD3 too', () => {
  expect(named(sd3, '1, 3, 4, 9', '0')).toEqual({ blocks: [1, 3], notices: [] });
  expect(named(flux, '', '38').blocks).toEqual([]);
});

test('any numbers in the text count, once', () => {
  expect(named(sd3, 'layers [1;1] and 2.').blocks).toEqual([1, 2]);
});

test('where no layer is in the model the person hears of it', () => {
  const { blocks, notices } = named(sd3, '7, 8, 9');
  expect(blocks).toEqual([]);
  expect(notices).toEqual(['No layer of 7, 8, 9 is in this model: its layers are 0 to 3.']);
});
