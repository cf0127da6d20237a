/** Queries and answers of /userdata (ComfyUI's), /studio/drafts and /studio/templates (ours). */
import { z } from 'zod';

const flag = z
  .string()
  .optional()
  .transform((text) => text?.toLowerCase() === 'true');

export const listUserFiles = z.looseObject({
  dir: z.string().min(1),
  recurse: flag,
  full_info: flag,
  split: flag,
});

export const browseUserFiles = z.looseObject({ path: z.string().optional() });

export const writeUserFile = z.looseObject({
  overwrite: z
    .string()
    .optional()
    .transform((text) => text?.toLowerCase() !== 'false'),
  full_info: flag,
});

/** Times in milliseconds since 1970. */
export const userFileInfo = z.object({
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  created: z.number(),
});
export type UserFileInfo = z.infer<typeof userFileInfo>;

/** Letters, digits, `-`, `_` and `.`; no dot first. */
export const draftId = z.string().regex(/^[\w-][\w.-]{0,99}$/);

/** One draft as /studio/drafts lists and gives it. */
export const draftInfo = z.object({
  id: z.string(),
  /** Counts up with each writing. */
  generation: z.number(),
  /** Milliseconds since 1970. */
  saved: z.number(),
  /** How many newer generations are damaged, so that this one was taken. */
  damaged: z.number(),
});
export type DraftInfo = z.infer<typeof draftInfo>;

export const listedDraft = draftInfo.extend({
  /** Of a window: it is connected now. */
  isOpen: z.boolean(),
});
export type ListedDraft = z.infer<typeof listedDraft>;

export const templateInfo = z.object({
  /** Its file is at /studio/templates/`name`, its picture, when it has one, at /studio/templates/`name`/picture. */
  name: z.string(),
  title: z.string(),
  description: z.string(),
  hasPicture: z.boolean(),
});
export type TemplateInfo = z.infer<typeof templateInfo>;

/** A saved workflow as /studio/workflows lists it. */
export const savedWorkflowInfo = z.object({
  /** Relative to the workflows folder, with `/` between folders. */
  path: z.string(),
  size: z.number(),
  modified: z.number(),
  /** Null when the file is no workflow. */
  nodes: z.number().nullable(),
  /** The last picture that it made, when it was saved. */
  picture: z.object({ filename: z.string(), subfolder: z.string(), type: z.string() }).nullable(),
});
export type SavedWorkflowInfo = z.infer<typeof savedWorkflowInfo>;
