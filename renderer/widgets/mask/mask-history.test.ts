import { expect, test } from 'vitest';
import { MaskHistory } from './mask-history.ts';
import { emptyMask } from './paint.ts';

test('undo brings back what was, redo what came after', () => {
  const mask = emptyMask(2, 1);
  const history = new MaskHistory(mask);
  history.record();
  mask.data[0] = 10;
  history.record();
  mask.data[1] = 20;
  history.undo();
  expect([...mask.data]).toEqual([10, 0]);
  history.undo();
  history.undo();
  expect([...mask.data]).toEqual([0, 0]);
  expect([history.canUndo, history.canRedo]).toEqual([false, true]);
  history.redo();
  history.redo();
  expect([...mask.data]).toEqual([10, 20]);
});

test('a change after undo forgets what was undone', () => {
  const mask = emptyMask(1, 1);
  const history = new MaskHistory(mask);
  history.record();
  mask.data[0] = 1;
  history.undo();
  history.record();
  mask.data[0] = 2;
  expect(history.canRedo).toBe(false);
});
