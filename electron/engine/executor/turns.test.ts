import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { letMessagesIn } from './turns.ts';

test('lets in what was sent while the thread was busy', async () => {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     Atomics.wait(workerData, 0, 0);
     parentPort.postMessage('stop');
     Atomics.store(workerData, 0, 2);
     Atomics.notify(workerData, 0);`,
    { eval: true, workerData: signal },
  );
  let isTold = false;
  worker.on('message', () => (isTold = true));
  await new Promise((resolve) => worker.once('online', resolve));

  // From here on in the phase of the event loop in which messages are read, so that this one just misses it.
  await readFile(import.meta.filename);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
  Atomics.wait(signal, 0, 1);
  expect(isTold).toBe(false);
  await letMessagesIn();
  expect(isTold).toBe(true);
  await worker.terminate();
});
