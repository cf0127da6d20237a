import { expect, test } from 'vitest';
import { showProgress } from './progress.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 80, written, write: (text: string) => written.push(text) };
}

test('a terminal gets one line with bar, picture, step and time left', () => {
  let now = 0;
  const tty = screen(true);
  const progress = showProgress(tty, 4, () => now);
  progress.node(0, 'KSampler');
  progress.step(1, 20);
  now = 900;
  progress.step(10, 20);
  const last = tty.written.at(-1) ?? '';
  expect(last).toBe(`\r\x1b[K${'█'.repeat(3)}${'░'.repeat(21)}  1/4  KSampler  10/20  7.0 s left`);
  expect(tty.written.join('')).not.toContain('\n');
});

test('a terminal that does not tell its width gets 80 columns', () => {
  const tty = { ...screen(true), columns: 0 };
  showProgress(tty, 1).node(0, 'KSampler');
  expect(tty.written.at(-1)).toMatch(/KSampler$/);
});

test('a bar never grows wider than the terminal', () => {
  const tty = { ...screen(true), columns: 30 };
  showProgress(tty, 1).node(0, 'A node with quite a long name');
  expect(tty.written.at(-1)?.replace('\r\x1b[K', '')).toHaveLength(29);
});

test('a file gets a line when some seconds have passed, and no control characters', () => {
  let now = 0;
  const file = screen(false);
  const progress = showProgress(file, 2, () => now);
  progress.step(1, 20);
  now = 6000;
  progress.step(7, 20);
  progress.step(8, 20);
  expect(file.written).toEqual(['1/2  7/20  33 s left\n']);
});
