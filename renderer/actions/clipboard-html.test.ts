import { expect, test } from 'vitest';
import { copiedFromHtml, copiedToHtml } from './clipboard-html.ts';

test('what is copied is found in the page form again, whatever its letters', () => {
  const text = '{"nodes":[],"title":"Größe 猫 "}';
  expect(copiedFromHtml(copiedToHtml(text))).toBe(text);
});

test('other pages hold nothing', () => {
  expect(copiedFromHtml('<b>words</b>')).toBeNull();
  expect(copiedFromHtml('<i data-metadata="A"></i>')).toBeNull();
});
