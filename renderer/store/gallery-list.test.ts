import { expect, it } from 'vitest';
import type { GalleryPicture } from '../../electron/protocol/gallery.ts';
import { neighbour, withFirstPage, withNextPage, withoutPictures } from './gallery-list.ts';

/** Its id is its time. */
const picture = (id: number): GalleryPicture => ({
  id,
  filename: `${id}.png`,
  subfolder: '',
  mtime: id,
  size: 1,
  width: 1,
  height: 1,
  promptId: null,
  ms: null,
  prompt: '',
  seed: null,
  model: null,
});
const page = (ids: number[], total: number, next: string | null) => ({
  pictures: ids.map(picture),
  total,
  next,
});
const ids = (list: { pictures: readonly GalleryPicture[] }) => list.pictures.map(({ id }) => id);

it('pages follow each other', () => {
  const list = withNextPage(page([9, 8], 3, '8-8'), page([7], 3, null));
  expect(ids(list)).toEqual([9, 8, 7]);
  expect(list).toMatchObject({ total: 3, next: null });
});

it('new pictures come before those that are loaded, and gone ones go', () => {
  const list = page([9, 8, 7, 6, 5], 9, '5-5');
  const now = withFirstPage(list, page([10, 9, 7], 9, '7-7'));
  expect(ids(now)).toEqual([10, 9, 7, 6, 5]);
  expect(now).toMatchObject({ total: 9, next: '5-5' });
});

it('begins anew when there are more new pictures than a page holds', () => {
  const now = withFirstPage(page([3, 2], 2, null), page([9, 8], 8, '8-8'));
  expect(ids(now)).toEqual([9, 8]);
  expect(now.next).toBe('8-8');
});

it('a first page that is all there is replaces the list', () => {
  expect(ids(withFirstPage(page([3, 2, 1], 3, null), page([3], 1, null)))).toEqual([3]);
});

it('deleted pictures are no longer counted', () => {
  expect(withoutPictures(page([3, 2], 9, 'x'), new Set([2, 77]))).toEqual(page([3], 8, 'x'));
});

it('steps to the neighbours and stops at the ends', () => {
  const { pictures } = page([3, 2, 1], 3, null);
  expect(neighbour(pictures, 3, 1)?.id).toBe(2);
  expect(neighbour(pictures, 3, -1)?.id).toBe(3);
  expect(neighbour(pictures, 2, 10)?.id).toBe(1);
  expect(neighbour(pictures, null, 1)?.id).toBe(3);
  expect(neighbour([], null, 1)).toBeUndefined();
});
