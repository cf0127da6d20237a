/** The gallery over all pictures of the output folder: /studio/gallery, /studio/thumbnail and /studio/metadata. */
import { z } from 'zod';
import type { Json } from '../../nodes/graph/json.ts';
import type { RenderFacts } from '../../nodes/graph/render-facts.ts';

const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number);

/** GET /studio/gallery. `before` is a page's `next`. */
export const galleryQuery = z.looseObject({
  search: z.string().max(1000).default(''),
  before: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/)
    .optional(),
  limit: wholeNumber.pipe(z.number().min(1).max(1000)).default(200),
});

/** DELETE /studio/gallery and POST /studio/gallery/restore. */
export const galleryIds = z.looseObject({
  ids: z.array(z.number().int().positive()).min(1).max(10_000),
});

/** GET /studio/thumbnail and /studio/metadata: a file as /view names it. */
export const thumbnailQuery = z.looseObject({
  filename: z.string().optional(),
  subfolder: z.string().optional(),
  type: z.string().optional(),
  /** Longest edge in pixels. */
  size: wholeNumber.pipe(z.number().min(16).max(1024)).default(160),
  /** Anything that changes with the file; with it, the answer may be kept for good. */
  v: z.string().max(40).optional(),
});

export interface GalleryPicture {
  readonly id: number;
  readonly filename: string;
  readonly subfolder: string;
  /** Of the file, in milliseconds since 1970. */
  readonly mtime: number;
  /** In bytes. */
  readonly size: number;
  /** In pixels; 0 when the file could not be read. */
  readonly width: number;
  readonly height: number;
  readonly promptId: string | null;
  /** Of the whole run. */
  readonly ms: number | null;
  /** The positive prompt, its first 400 characters. */
  readonly prompt: string;
  readonly seed: string | null;
  readonly model: string | null;
}

/** Newest first. */
export interface GalleryPage {
  readonly pictures: readonly GalleryPicture[];
  /** Of all pages. */
  readonly total: number;
  /** `before` of the next page; null behind the last. */
  readonly next: string | null;
}

/** What DELETE and restore have done; the others were not there. */
export interface GalleryChange {
  readonly ids: readonly number[];
}

export interface PictureMetadata {
  /** Of the file on the server's machine. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly mtime: number;
  readonly promptId: string | null;
  readonly ms: number | null;
  readonly facts: RenderFacts;
  /** API format. */
  readonly prompt: Json;
  /** As the editor that made it saved it: UI format. */
  readonly workflow: Json;
}
