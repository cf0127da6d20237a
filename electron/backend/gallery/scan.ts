import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { renderFacts } from '../../../nodes/graph/render-facts.ts';
import type { NewPicture, PictureIndex } from './picture-index.ts';
import { readPicture } from './read-picture.ts';

const PICTURE = /\.(png|jpe?g|webp|gif|avif|tiff?)$/i;
const AT_ONCE = 32;

export function isPictureName(name: string): boolean {
  return PICTURE.test(name);
}

/**
 * Brings the index in line with the folder. Files whose size and time did not change are not opened; links are not
 * followed, so that nothing outside the folder is shown. Folders that cannot be read are passed over.
 */
export async function scanPictures(
  root: string,
  index: PictureIndex,
  signal: AbortSignal,
): Promise<void> {
  const gone = new Map(index.all().map((file) => [`${file.subfolder}/${file.filename}`, file]));
  let found: Found[] = [];
  const readFound = async () => {
    const pictures = await Promise.all(found.map(describe));
    index.put(pictures.filter((picture) => picture !== null));
    found = [];
  };
  for await (const file of picturesBelow(root)) {
    if (signal.aborted) return;
    const key = `${file.subfolder}/${file.filename}`;
    const info = await stat(file.path).catch(() => null);
    if (!info) continue;
    const known = gone.get(key);
    gone.delete(key);
    const mtime = Math.round(info.mtimeMs);
    if (known?.mtime === mtime && known.size === info.size) continue;
    found.push({ ...file, mtime, size: info.size });
    if (found.length === AT_ONCE) await readFound();
  }
  await readFound();
  const missing: number[] = [];
  for (const { id, subfolder, filename } of gone.values()) {
    // It may have been written after its folder was read.
    const info = await stat(join(root, subfolder, filename)).catch(() => null);
    if (!info) missing.push(id);
  }
  if (!signal.aborted) index.forget(missing);
}

interface Place {
  readonly path: string;
  readonly subfolder: string;
  readonly filename: string;
}

interface Found extends Place {
  readonly mtime: number;
  readonly size: number;
}

async function* picturesBelow(root: string): AsyncGenerator<Place> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && isPictureName(entry.name)) {
        const subfolder = relative(root, folder).split(sep).join('/');
        yield { path, subfolder, filename: entry.name };
      }
    }
  }
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder);
  } catch {
    // Gone, or not ours to read.
  }
}

async function describe({ path, ...file }: Found): Promise<NewPicture | null> {
  try {
    const { width, height, prompt } = await readPicture(path);
    const name = file.subfolder === '' ? file.filename : `${file.subfolder}/${file.filename}`;
    return {
      ...file,
      width,
      height,
      ...wordsOf(renderFacts(prompt, name)),
      promptId: null,
      ms: null,
    };
  } catch {
    return null;
  }
}

/** What of the facts the index keeps. */
export function wordsOf({ positive, seeds, models, loras }: ReturnType<typeof renderFacts>) {
  return { positive, seeds, models: [...models, ...loras.map(({ name }) => name)] };
}
