import { chmodSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';

/** The person's token for Hugging Face. It is never part of an answer or a message. */
export interface TokenFile {
  token(): string | null;
  /** @throws UserError when it cannot be kept */
  setToken(token: string | null): Promise<void>;
}

/** @param fromEnvironment `HF_TOKEN`, used where none is kept */
export function openToken(path: string, fromEnvironment: string | undefined): TokenFile {
  let kept = read(path);
  return {
    token: () => kept ?? (fromEnvironment || null),
    async setToken(token) {
      if (token === null) await rm(path, { force: true });
      else await writeAtomic(path, Buffer.from(token), 0o600);
      kept = token;
    },
  };
}

function read(path: string): string | null {
  try {
    chmodSync(path, 0o600);
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
