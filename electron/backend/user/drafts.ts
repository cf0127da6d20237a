/**
 * What is being edited, kept against crashes and power cuts: some generations of each draft, each in a file of its own
 * with a checksum. Reading gives the newest that is whole.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import type { DraftInfo } from '../../protocol/user-files.ts';

const KEPT = 4;
const NAME = /^([\w-][\w.-]{0,99})\.(\d{1,15})\.draft$/;

export interface Draft extends DraftInfo {
  /** JSON as it was given. */
  readonly text: string;
}

export interface Drafts {
  list(): Promise<DraftInfo[]>;
  /** Null: there is none, or none is whole. */
  read(id: string): Promise<Draft | null>;
  /** @param isEmpty the graph has no nodes: the newest generation that had some is then kept beyond the others */
  write(id: string, text: string, isEmpty: boolean): Promise<DraftInfo>;
  remove(id: string): Promise<void>;
}

interface Generation {
  readonly number: number;
  readonly path: string;
}

export function drafts(folder: string): Drafts {
  mkdirSync(folder, { recursive: true });
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const done = (turns.get(id) ?? Promise.resolve()).then(work);
    const settled = done.catch(() => undefined);
    turns.set(id, settled);
    void settled.then(() => turns.get(id) === settled && turns.delete(id));
    return done;
  };

  /** The newest first. */
  const generationsById = (): Map<string, Generation[]> => {
    const found = new Map<string, Generation[]>();
    for (const name of readdirSync(folder)) {
      const [, id, number] = NAME.exec(name) ?? [];
      if (id === undefined) continue;
      const generation = { number: Number(number), path: join(folder, name) };
      found.set(id, [...(found.get(id) ?? []), generation]);
    }
    for (const list of found.values()) list.sort((a, b) => b.number - a.number);
    return found;
  };

  const newestWhole = async (id: string, generations: readonly Generation[]) => {
    for (const [damaged, { number, path }] of generations.entries()) {
      const content = await readWhole(path);
      if (content) return { id, generation: number, damaged, ...content };
    }
    return null;
  };

  return {
    async list() {
      const found = await Promise.all(
        [...generationsById()].map(([id, generations]) => newestWhole(id, generations)),
      );
      return found.flatMap((draft) => (draft ? [infoOf(draft)] : []));
    },
    read: (id) => newestWhole(id, generationsById().get(id) ?? []),
    write: (id, text, isEmpty) =>
      inTurn(id, async () => {
        const before = generationsById().get(id) ?? [];
        const generation = (before[0]?.number ?? 0) + 1;
        const saved = Date.now();
        const path = join(folder, `${id}.${String(generation).padStart(9, '0')}.draft`);
        await writeAtomic(path, encode(text, { saved, isEmpty }));
        await prune(before, isEmpty);
        return { id, generation, saved, damaged: 0 };
      }),
    remove: (id) =>
      inTurn(id, async () => {
        const generations = generationsById().get(id) ?? [];
        await Promise.all(generations.map(({ path }) => rm(path, { force: true })));
      }),
  };
}

/** Keeps the newest that are whole, besides the one just written, and one that is not empty. */
async function prune(before: readonly Generation[], isEmpty: boolean): Promise<void> {
  let whole = 1;
  let hasContent = !isEmpty;
  for (const { path } of before) {
    const content = await readWhole(path);
    const isNeeded = content !== null && (whole < KEPT || (!hasContent && !content.isEmpty));
    if (!isNeeded) await rm(path, { force: true });
    else {
      whole++;
      hasContent ||= !content.isEmpty;
    }
  }
}

function infoOf({ id, generation, saved, damaged }: Draft): DraftInfo {
  return { id, generation, saved, damaged };
}

/** A line with the checksum of what follows it: a line about the draft, then the text. */
function encode(text: string, about: { saved: number; isEmpty: boolean }): Buffer {
  const body = Buffer.from(`${JSON.stringify(about)}\n${text}`);
  return Buffer.concat([Buffer.from(`${checksum(body)}\n`), body]);
}

async function readWhole(path: string) {
  const bytes = await readFile(path).catch(() => null);
  const end = bytes?.indexOf('\n') ?? -1;
  if (!bytes || end < 0) return null;
  const body = bytes.subarray(end + 1);
  if (bytes.toString('latin1', 0, end) !== checksum(body)) return null;
  const line = body.indexOf('\n');
  const about = JSON.parse(body.toString('utf8', 0, line)) as { saved: number; isEmpty: boolean };
  return { ...about, text: body.toString('utf8', line + 1) };
}

function checksum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
