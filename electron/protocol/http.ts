/** Bodies of the HTTP interface, shaped as ComfyUI's. Unknown members are let through, as clients send many. */
import { z } from 'zod';
import type { Json } from '../../nodes/graph/json.ts';

const json = z.custom<Json>((value) => value !== undefined);
const looseNumber = z
  .union([z.number(), z.bigint(), z.string().trim().min(1)])
  .transform(Number)
  .pipe(z.number());

export const promptRequest = z.looseObject({
  prompt: json.optional(),
  client_id: z.string().max(200).nullish(),
  prompt_id: json.optional(),
  number: looseNumber.nullish(),
  front: z.boolean().nullish(),
  extra_data: z.record(z.string(), json).nullish(),
  partial_execution_targets: z.array(z.string()).nullish(),
});

/** POST /queue and POST /history. */
export const clearOrDelete = z.looseObject({
  clear: z.boolean().nullish(),
  delete: z.array(z.string()).nullish(),
});

export const interruptRequest = z.looseObject({ prompt_id: z.string().nullish() });

export const freeRequest = z.looseObject({
  unload_models: z.boolean().nullish(),
  free_memory: z.boolean().nullish(),
});

export const viewQuery = z.looseObject({
  filename: z.string().optional(),
  type: z.string().optional(),
  subfolder: z.string().optional(),
  preview: z.string().optional(),
  channel: z.string().optional(),
});

/** The field `original_ref` of /upload/mask. */
export const originalRef = z.looseObject({
  filename: z.string().min(1),
  subfolder: z.string().nullish(),
  type: z.string().nullish(),
});

/** The top-level error of a refused request. */
export interface ApiError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: { readonly [key: string]: Json };
}
