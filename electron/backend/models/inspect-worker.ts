/** Reads headers in a thread of its own, so that a slow disk or a huge header keeps nobody waiting. */
import { parentPort } from 'node:worker_threads';
import {
  identityOf,
  inspectModel,
  type InspectedModel,
} from '../../../nodes/inspect/inspect-model.ts';

export interface ToInspect {
  readonly path: string;
  readonly folder: string;
}
export interface Inspected {
  readonly path: string;
  readonly model: InspectedModel;
}

const cache = new Map<string, { readonly key: string; readonly model: InspectedModel }>();

parentPort?.on('message', ({ path, folder }: ToInspect) => {
  const key = `${folder} ${identityOf(path)}`;
  const known = cache.get(path);
  // The files inside a folder can change without it.
  const holds = known?.key === key && !known.model.isFolder;
  const model = holds ? known.model : inspectModel(path, folder);
  cache.set(path, { key, model });
  parentPort?.postMessage({ path, model } satisfies Inspected);
});
