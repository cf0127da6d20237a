/** The gallery's list: pages put together, newest first. */
import type { GalleryPage, GalleryPicture } from '../../electron/protocol/gallery.ts';

export interface GalleryList {
  readonly pictures: readonly GalleryPicture[];
  /** Of all pictures that fit the search, loaded or not. */
  readonly total: number;
  /** Where the next page begins; null when all is loaded. */
  readonly next: string | null;
}

export const NO_PICTURES: GalleryList = { pictures: [], total: 0, next: null };

/** @param page the one that begins at the list's `next` */
export function withNextPage(list: GalleryList, page: GalleryPage): GalleryList {
  return { ...page, pictures: [...list.pictures, ...page.pictures] };
}

/** @param page the first one, read anew; what is behind it stays, unless there may be a gap between */
export function withFirstPage(list: GalleryList, page: GalleryPage): GalleryList {
  const last = page.pictures.at(-1);
  const newest = list.pictures[0];
  if (page.next === null || !last || !newest || isOlder(newest, last)) return page;
  const older = list.pictures.filter((picture) => isOlder(picture, last));
  if (older.length === 0) return page;
  return { pictures: [...page.pictures, ...older], total: page.total, next: list.next };
}

export function withoutPictures(list: GalleryList, ids: ReadonlySet<number>): GalleryList {
  const pictures = list.pictures.filter(({ id }) => !ids.has(id));
  return { ...list, pictures, total: list.total - (list.pictures.length - pictures.length) };
}

/** The picture `by` places further; the nearest end where there is none. */
export function neighbour(
  pictures: readonly GalleryPicture[],
  id: number | null,
  by: number,
): GalleryPicture | undefined {
  const place = pictures.findIndex((picture) => picture.id === id);
  if (place < 0) return pictures[0];
  return pictures[Math.min(pictures.length - 1, Math.max(0, place + by))];
}

function isOlder(a: GalleryPicture, b: GalleryPicture): boolean {
  return a.mtime === b.mtime ? a.id < b.id : a.mtime < b.mtime;
}
