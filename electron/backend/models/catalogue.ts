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

/** The list of models: each scan looks at every file once, however often it is asked for meanwhile. */
export function createCatalogue(files: Workplace, inspector: Inspector): () => Promise<ModelList> {
  /** Files of the scan that are not looked at yet. */
  const pending = new Map<string, Promise<void>>();
  const lookAt = (path: string, folder: string) => {
    const look = inspector.look(path, folder).catch(() => undefined);
    pending.set(path, look);
    void look.then(() => pending.delete(path));
  };

  return async () => {
    const found = files.modelFolders
      .filter((folder) => folder !== LEFT_OUT)
      .flatMap((folder) => files.modelEntries(folder).map((entry) => ({ folder, ...entry })));
    const isScanning = pending.size > 0;
    for (const { path, folder } of found) {
      const isNew = !isScanning || inspector.known(path) === null;
      if (isNew && !pending.has(path)) lookAt(path, folder);
    }
    await Promise.race([Promise.all(pending.values()), sleep(PATIENCE_MS)]);
    const models = found.map(({ folder, name, path }): ModelFile => ({
      folder,
      name,
      path,
      bundled: isBundled(path),
      facts: inspector.known(path),
    }));
    return { models, pending: pending.size };
  };
}

export function isBundled(path: string): boolean {
  return path.startsWith(BUNDLED_MODELS + sep);
}
