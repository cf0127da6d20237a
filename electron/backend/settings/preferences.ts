import { join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../../nodes/graph/json.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

export const preferences = z.record(
  z.string(),
  z.custom<Json>((value) => value !== undefined),
);
export type Preferences = z.infer<typeof preferences>;

/** The editor's preferences, where ComfyUI keeps them. @param folder ComfyUI's `user/default` */
export function openPreferences(folder: string): JsonFile<Preferences> {
  return openJsonFile(join(folder, 'comfy.settings.json'), preferences, {});
}
