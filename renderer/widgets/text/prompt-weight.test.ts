import { expect, test } from 'vitest';
import { changeWeight } from './prompt-weight.ts';

/** `|` marks the ends of the selection, or the caret. */
function after(marked: string, delta: number): string | null {
  const [before = '', selected = '', behind] = marked.split('|');
  const caret = behind === undefined;
  const text = marked.replaceAll('|', '');
  const start = before.length;
  const end = caret ? start : start + selected.length;
  const change = changeWeight({ text, start, end }, delta);
  if (!change) return null;
  const changed = text.slice(0, change.from) + change.by + text.slice(change.to);
  return `${changed.slice(0, change.start)}|${changed.slice(change.start, change.end)}|${changed.slice(change.end)}`;
}

test('the word at the caret gets brackets and a weight', () => {
  expect(after('a red st|ar above', 0.05)).toBe('a red (|star|:1.05) above');
  expect(after('a red star|', -0.1)).toBe('a red (|star|:0.9)');
});

test('a selection counts as one, without the spaces around it', () => {
  expect(after('a| red star |above', 0.1)).toBe('a (|red star|:1.1) above');
});

test('pressing again changes the weight of the group', () => {
  expect(after('a (|red star|:1.1) above', 0.1)).toBe('a (|red star|:1.2) above');
  expect(after('a (red st|ar:1.95)', 0.05)).toBe('a (|red star|:2)');
});

test('a weight of 1 loses its brackets', () => {
  expect(after('a (|red star|:1.05) above', -0.05)).toBe('a |red star| above');
  expect(after('a (re|d)', -0.1)).toBe('a |red|');
});

test('the innermost group counts, escaped brackets are text', () => {
  expect(after('(a (r|ed:1.2) star:1.3)', 0.1)).toBe('(a (|red|:1.3) star:1.3)');
  expect(after(String.raw`\(no|t\)`, 0.1)).toBe(String.raw`\((|not|:1.1)\)`);
});

test('between words there is nothing to weigh', () => {
  expect(after('a  |  b', 0.1)).toBeNull();
});
