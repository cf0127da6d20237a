import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Json } from '../graph/json.ts';
import type { Workspace } from '../files/workspace.ts';
import { indexOf, isIndex } from '../networks/weights/find-weights.ts';
import { shardsOf } from '../networks/weights/sharded.ts';
import { tokenizerFolder } from './tokenizer-folder.ts';

/** Components of a pipeline lie one folder deep. */
const DEPTH = 2;
/** What may be told beside a file: of models, and of PEFT's adapters. */
const CONFIGS = ['config.json', 'adapter_config.json'];

/** What a model's files look like from outside (size, time, inode): another value when any of them changes. */
export function fingerprint(folder: string, name: string, files: Pick<Workspace, 'model'>): Json {
  const path = files.model(folder, name);
  if (statSync(path).isDirectory()) return { path, files: below(path, DEPTH) };
  const configs = CONFIGS.map((name) => stamp(join(dirname(path), name)));
  return { path, file: stamp(path), configs, parts: partsOf(path).map(stamp) };
}

/** The index and all parts of a model in parts, by any of them. */
function partsOf(path: string): string[] {
  const index = isIndex(path) ? path : indexOf(path);
  if (index === null) return [];
  return [index, ...shardsOf(index).map((name) => join(dirname(index), name))];
}

/** The same, with the tokenizers that the file's text encoders would get. */
export function fingerprintWithTokenizers(
  folder: string,
  name: string,
  files: Pick<Workspace, 'model'>,
): Json {
  const path = files.model(folder, name);
  const tokenizers = (['clipL', 'clipG', 't5'] as const).map((tower) => {
    const found = tokenizerFolder(tower, path, files);
    return typeof found === 'string' ? { path: found, files: below(found, 1) } : null;
  });
  return { model: fingerprint(folder, name, files), tokenizers };
}

function stamp(path: string): Json {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? [basename(path), stats.size, stats.mtimeMs, stats.ino] : basename(path);
}

function below(folder: string, depth: number): Json[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => join(folder, name))
    .map((path) => {
      const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      return folder && depth > 1 ? [basename(path), below(path, depth - 1)] : stamp(path);
    });
}
