import { expect, test, vi } from 'vitest';
import { app, dialog, shell } from '../../../tests/electron-stand-in.ts';
import { askAfterStop } from './ask-after-stop.ts';

const stopped = {
  state: 'stopped',
  reason: 'crashes',
  log: Array.from({ length: 40 }, (_, i) => `line ${i}`),
} as const;
const answer = (response: number) =>
  dialog.showMessageBox.mockResolvedValueOnce({ response, checkboxChecked: false });

test('the end of the log is shown, and the person can start the server again', async () => {
  const restart = vi.fn<() => Promise<void>>(async () => undefined);
  answer(0);
  await askAfterStop(stopped, '/logs/server.log', restart);
  expect(restart).toHaveBeenCalledOnce();
  const [shown] = dialog.showMessageBox.mock.calls[0] as [{ message: string; detail: string }];
  expect(shown.message).toContain('three times within a minute');
  expect(shown.detail.split('\n').slice(-2)).toEqual(['line 38', 'line 39']);
  expect(shown.detail).not.toContain('line 24\n');
});

test('after a look at the log the question is still there', async () => {
  const restart = vi.fn<() => Promise<void>>(async () => undefined);
  answer(1);
  answer(2);
  await askAfterStop(stopped, '/logs/server.log', restart);
  expect(shell.showItemInFolder).toHaveBeenCalledExactlyOnceWith('/logs/server.log');
  expect(app.quit).toHaveBeenCalledOnce();
  expect(restart).not.toHaveBeenCalled();
});
