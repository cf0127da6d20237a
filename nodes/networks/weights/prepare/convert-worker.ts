/** A thread that converts tensors one after another, as it is told. */
import { openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError, type Problem } from '../../../errors.ts';
import type { StoredTensor } from '../weight-source.ts';
import { convertTensor } from './convert-tensor.ts';
import type { ConvertAnswer, ConvertOrders, ConvertTask } from './convert-pool.ts';

const { file, scaleType } = workerData as ConvertOrders;
const fd = file === null ? null : openSync(file, 'r+');

parentPort?.on('message', (task: ConvertTask) => parentPort?.postMessage(answer(task)));

function answer({ stored, action, offsets }: ConvertTask): ConvertAnswer {
  let isWriting = false;
  try {
    const fits = convertTensor(stored, action, scaleType, (part, at, bytes) => {
      if (fd === null) return;
      isWriting = true;
      writeAll(fd, bytes, (offsets[part] as number) + at);
      isWriting = false;
    });
    return { fits };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.problem };
    const { message, code } = error as NodeJS.ErrnoException;
    if (code === undefined || isWriting) return { failure: message, code };
    return { problem: unreadable(stored, code) };
  }
}

function unreadable({ file }: StoredTensor, code: string): Problem {
  return {
    code: 'weights_unreadable',
    message: `${file} cannot be read (${code}).`,
    cure: 'Check that the file is still there and its drive is connected and sound.',
  };
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}
