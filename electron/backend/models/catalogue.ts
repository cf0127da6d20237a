import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUNDLED_MODELS } from '../../../nodes/files/bundled-models.ts';
import type { Workplace } from '../../../nodes/files/workspace.ts';
import type { ModelFile, ModelList } from '../../protocol/studio-models.ts';
import type { Inspector } from './inspector.ts';

/** An answer waits this long for headers; what is not read by then comes with the next one. */
const PATIENCE_MS = 150;
/** Holds no weights. */
const LEFT_OUT = 'tokenizers';

export async function listModels(files: Workplace, inspector: Inspector): Promise<ModelList> {
  const found = files.modelFolders
    .filter((folder) => folder !== LEFT_OUT)
    .flatMap((folder) => files.modelEntries(folder).map((entry) => ({ folder, ...entry })));
  const pending = new Set(found.map(({ path }) => path));
  const looks = found.map(async ({ path, folder }) => {
    await inspector.look([{ path, folder }]);
    pending.delete(path);
  });
  await Promise.race([Promise.allSettled(looks), sleep(PATIENCE_MS)]);
  const models = found.map(({ folder, name, path }): ModelFile => ({
    folder,
    name,
    path,
    bundled: isBundled(path),
    facts: inspector.known(path),
  }));
  return { models, pending: pending.size };
}

export function isBundled(path: string): boolean {
  return path.startsWith(BUNDLED_MODELS + sep);
}
