/** Addresses of pictures, and what their files say. */
import type { GalleryPicture, PictureMetadata } from '../../electron/protocol/gallery.ts';
import type { OutputFile } from '../../nodes/run-context.ts';
import { getJson } from './http.ts';

/** A picture of one of the server's folders. */
export type PictureRef = OutputFile;

/** What a picture that is dragged carries: a PictureRef as JSON. */
export const PICTURE_MIME = 'application/x-taca-picture';

/** Of a picture that the gallery lists. */
export function refOf({ filename, subfolder }: GalleryPicture): PictureRef {
  return { filename, subfolder, type: 'output' };
}

/** @param version anything that changes with the file, so that an older one is not shown from memory */
export function viewUrl(picture: PictureRef, version?: number): string {
  return `/view?${queryOf(picture, version)}`;
}

/** @param size longest edge in CSS pixels */
export function thumbnailUrl(picture: PictureRef, size: number, version?: number): string {
  const query = queryOf(picture, version);
  query.set('size', String(Math.ceil(Math.min(1024, size * devicePixelRatio))));
  return `/studio/thumbnail?${query}`;
}

/** @throws RequestError */
export async function readMetadata(picture: PictureRef): Promise<PictureMetadata> {
  return (await getJson(`/studio/metadata?${queryOf(picture)}`)) as unknown as PictureMetadata;
}

export function isSamePicture(a: PictureRef | null, b: PictureRef | null): boolean {
  return a?.filename === b?.filename && a?.subfolder === b?.subfolder && a?.type === b?.type;
}

function queryOf({ filename, subfolder, type }: PictureRef, version?: number): URLSearchParams {
  const query = new URLSearchParams({ filename, subfolder, type });
  if (version !== undefined) query.set('v', String(version));
  return query;
}
