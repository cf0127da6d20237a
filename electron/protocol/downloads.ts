/** /studio/downloads and /studio/hub: model files from Hugging Face. */
import { z } from 'zod';
import { problem } from './studio-models.ts';

export const downloadRequest = z.strictObject({
  /** `owner/name`, `owner/name/file`, or an address of a file on Hugging Face. */
  source: z.string().trim().min(1).max(2000),
  /** Path of the file in the repository, unless the source names it. */
  file: z.string().min(1).max(1000).optional(),
  /** ComfyUI's key of the models folder that gets it. */
  folder: z.string(),
  /** Its name there; its name in the repository when absent. */
  name: z.string().min(1).max(300).optional(),
  /** What the file's checksum must be, whatever the repository says. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type DownloadRequest = z.infer<typeof downloadRequest>;

export const download = z.object({
  id: z.string(),
  repo: z.string(),
  revision: z.string(),
  /** Path in the repository. */
  file: z.string(),
  folder: z.string(),
  name: z.string(),
  /** Where it lies when it is done. */
  path: z.string(),
  /** `checking`: all bytes are there, and their checksum is computed. */
  state: z.enum(['waiting', 'running', 'checking', 'paused', 'failed', 'done']),
  /** Bytes on disk, or checked while `checking`. */
  received: z.number(),
  /** Bytes; null until it is known. */
  size: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  /** Whether the checksum was compared. */
  verified: z.boolean(),
  problem: problem.nullable(),
});
export type Download = z.infer<typeof download>;

export const downloadList = z.object({ downloads: z.array(download) });
export type DownloadList = z.infer<typeof downloadList>;

/** A vocabulary that text encoders need besides their weights. */
export const tokenizerFile = z.object({
  /** Its folder among the models' tokenizers. */
  folder: z.string(),
  use: z.string(),
  file: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  licence: z.string(),
  repo: z.string(),
  isThere: z.boolean(),
  /** What /studio/downloads takes to get it. */
  request: downloadRequest,
});
export type TokenizerOffer = z.infer<typeof tokenizerFile>;
export const tokenizerList = z.object({ tokenizers: z.array(tokenizerFile) });
export type TokenizerList = z.infer<typeof tokenizerList>;

export const hubFiles = z.object({
  repo: z.string(),
  revision: z.string(),
  files: z.array(z.object({ path: z.string(), size: z.number() })),
});
export type HubFiles = z.infer<typeof hubFiles>;
