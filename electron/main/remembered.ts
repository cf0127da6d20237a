import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomic } from '../../nodes/files/atomic-write.ts';

const remembered = z.object({
  /** The port of the last start, so that the page finds its settings again. */
  port: z.int().min(0).max(65_535).default(0),
  recent: z.array(z.string()).default([]),
  bounds: z
    .object({ width: z.int().min(400).max(20_000), height: z.int().min(300).max(20_000) })
    .default({ width: 1440, height: 900 }),
});

export type Remembered = z.infer<typeof remembered>;

/** What the app keeps from one start to the next; a file that cannot be read is started anew. */
export interface Memory {
  readonly value: Remembered;
  update(change: Partial<Remembered>): void;
  /** Ends when all is written. */
  flush(): Promise<void>;
}

export function openMemory(path: string, log: (line: string) => void): Memory {
  let value = read(path);
  let writing = Promise.resolve();
  return {
    get value() {
      return value;
    },
    update(change) {
      value = { ...value, ...change };
      const bytes = Buffer.from(JSON.stringify(value));
      writing = writing
        .then(() => writeAtomic(path, bytes))
        .catch((error: unknown) => log(`${path} was not written: ${String(error)}`));
    },
    flush: () => writing,
  };
}

function read(path: string): Remembered {
  try {
    return remembered.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return remembered.parse({});
  }
}
