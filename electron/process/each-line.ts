import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Calls `listener` with each line that a process writes. */
export function eachLine(stream: Readable | null, listener: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', listener);
}
