import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

interface ServerLog {
  readonly path: string;
  write(line: string): void;
}

/** The server's words of this start; those of the last start stay beside them. A full disk stops the log alone. */
export function openServerLog(folder: string): ServerLog {
  const path = join(folder, 'server.log');
  try {
    mkdirSync(folder, { recursive: true });
    renameSync(path, join(folder, 'server.last.log'));
  } catch {
    // There was no start before.
  }
  const stream = createWriteStream(path);
  stream.on('error', () => undefined);
  return { path, write: (line) => void stream.write(`${new Date().toISOString()} ${line}\n`) };
}
