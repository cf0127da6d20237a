/** /studio/models: what lies in the models folders. */
import { z } from 'zod';

export const problem = z.object({
  code: z.string(),
  message: z.string(),
  cure: z.string(),
});
export type Problem = z.infer<typeof problem>;

const facts = z.object({
  group: z.enum(['checkpoint', 'transformer', 'text-encoder', 'vae', 'lora', 'other']),
  /** In words: "SD3.5 large", "LoRA for FLUX.1". */
  kind: z.string(),
  /** Other networks in the same file or folder. */
  parts: z.array(z.string()).readonly(),
  /** Of a LoRA. */
  rank: z.number().nullable(),
  /** How most of the weights are stored. */
  precision: z.string().nullable(),
  /** Why it cannot be used. */
  problem: problem.nullable(),
  /** Bytes. */
  size: z.number(),
});
export type ModelGroup = z.infer<typeof facts>['group'];

const modelFile = z.object({
  /** ComfyUI's key of the folder. */
  folder: z.string(),
  /** As nodes name it: relative to the folder, with `/`. */
  name: z.string(),
  path: z.string(),
  /** Comes with the program and cannot be deleted. */
  bundled: z.boolean(),
  /** Null while its header is being read. */
  facts: facts.nullable(),
});
export type ModelFile = z.infer<typeof modelFile>;

export const modelList = z.object({
  models: z.array(modelFile),
  /** Files whose headers are not read yet: ask again. */
  pending: z.number(),
});
export type ModelList = z.infer<typeof modelList>;

/** The answer to DELETE /studio/models/…: for POST /studio/models/restore, while that is possible. */
export const deletedModel = z.object({ undo: z.string(), seconds: z.number() });
export type DeletedModel = z.infer<typeof deletedModel>;

export const restoreModel = z.object({ undo: z.string() });
