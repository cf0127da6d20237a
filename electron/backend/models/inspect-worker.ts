/** Reads headers in a thread of its own, so that a slow disk or a huge header keeps nobody waiting. */
import {
  identityOf,
  inspectModel,
  type InspectedModel,
} from '../../../nodes/inspect/inspect-model.ts';
import { answerCalls } from '../../process/worker-calls.ts';

export interface ToInspect {
  readonly path: string;
  readonly folder: string;
}

const cache = new Map<string, { readonly key: string; readonly model: InspectedModel }>();

answerCalls(({ path, folder }: ToInspect): InspectedModel => {
  const key = `${folder} ${identityOf(path)}`;
  const known = cache.get(path);
  // The files inside a folder can change without it.
  const holds = known?.key === key && !known.model.isFolder;
  const model = holds ? known.model : inspectModel(path, folder);
  cache.set(path, { key, model });
  return model;
});
