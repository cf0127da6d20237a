/** A thread that converts tensors one after another, as it is told. */
import { openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../../errors.ts';
import { convertTensor } from './convert-tensor.ts';
import type { ConvertAnswer, ConvertOrders, ConvertTask } from './convert-pool.ts';

const { file, scaleType } = workerData as ConvertOrders;
const fd = file === null ? null : openSync(file, 'r+');

parentPort?.on('message', (task: ConvertTask) => parentPort?.postMessage(answer(task)));

function answer({ stored, action, offsets }: ConvertTask): ConvertAnswer {
  try {
    const fits = convertTensor(stored, action, scaleType, (part, at, bytes) => {
      if (fd !== null) writeAll(fd, bytes, (offsets[part] as number) + at);
    });
    return { fits };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.problem };
    const { message, code } = error as NodeJS.ErrnoException;
    return { failure: message, ...(code !== undefined && { code }) };
  }
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}
