import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dismissNotice, holdNotice, notices, notify, resumeNotice } from './notices.ts';

const texts = () => notices.getState().notices.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  notices.setState({ notices: [] });
});
afterEach(() => void vi.useRealTimers());

it('shows at most three, the newest last', () => {
  for (const text of ['a', 'b', 'c', 'd']) notify(text);
  expect(texts()).toEqual(['b', 'c', 'd']);
});

it('goes after six seconds; errors stay until they are closed', () => {
  notify('a');
  const error = notify('b', { kind: 'error' });
  vi.advanceTimersByTime(5999);
  expect(texts()).toEqual(['a', 'b']);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['b']);
  dismissNotice(error);
  expect(texts()).toEqual([]);
});

it('waits while somebody points at it', () => {
  const id = notify('a');
  holdNotice(id);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual(['a']);
  resumeNotice(id);
  vi.advanceTimersByTime(6000);
  expect(texts()).toEqual([]);
});

it('does not stack the same words', () => {
  notify('a');
  notify('b');
  notify('a');
  expect(texts()).toEqual(['b', 'a']);
});
