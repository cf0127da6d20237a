/** The pictures of the output folder: search, what is loaded of them, and which are selected. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type {
  GalleryChange,
  GalleryPage,
  GalleryPicture,
} from '../../electron/protocol/gallery.ts';
import { getJson, sendJson } from '../api/http.ts';
import {
  NO_PICTURES,
  withFirstPage,
  withNextPage,
  withoutPictures,
  type GalleryList,
} from './gallery-list.ts';

export interface GalleryState extends GalleryList {
  readonly search: string;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly selected: ReadonlySet<number>;
  /** The one that has the keyboard, the last of those that were selected. */
  readonly current: number | null;
}

const PAGE = 300;

export const gallery = createStore<GalleryState>(() => ({
  ...NO_PICTURES,
  search: '',
  status: 'loading',
  selected: new Set(),
  current: null,
}));

/** Reads the newest pictures again; what is loaded beyond stays. */
export async function refreshGallery(): Promise<void> {
  const { search } = gallery.getState();
  try {
    const page = await readPage(search);
    const state = gallery.getState();
    if (state.search !== search) return;
    const loaded = state.status === 'ready' ? state : NO_PICTURES;
    gallery.setState({ ...withFirstPage(loaded, page), status: 'ready' });
  } catch {
    if (gallery.getState().search === search) gallery.setState({ status: 'failed' });
  }
}

/** Has the server look through the output folder, for pictures that came from elsewhere. */
export async function rescanGallery(): Promise<void> {
  await sendJson('/studio/gallery/rescan', {}).catch(() => gallery.setState({ status: 'failed' }));
  await refreshGallery();
}

export function searchGallery(search: string): Promise<void> {
  gallery.setState({ search, status: 'loading' });
  return refreshGallery();
}

let loading: string | null = null;

/** Reads the next page, unless it is being read or there is none. */
export async function loadMorePictures(): Promise<void> {
  const { search, next } = gallery.getState();
  if (next === null || loading === next) return;
  loading = next;
  try {
    const page = await readPage(search, next);
    const state = gallery.getState();
    if (state.search === search && state.next === next) gallery.setState(withNextPage(state, page));
  } catch {
    gallery.setState({ status: 'failed' });
  } finally {
    loading = null;
  }
}

/** @param isAdded keeps what was selected before */
export function selectPicture(id: number, isAdded = false): void {
  gallery.setState(({ selected }) => {
    if (!isAdded) return { selected: new Set([id]), current: id };
    const others = new Set(selected);
    if (!others.delete(id)) others.add(id);
    return { selected: others, current: id };
  });
}

/** Those selected, in the order of the list. */
export function selectedPictures(): GalleryPicture[] {
  const { pictures, selected } = gallery.getState();
  return pictures.filter(({ id }) => selected.has(id));
}

/** Moves pictures to the trash. @returns the ids of those that were there @throws RequestError */
export async function deletePictures(ids: readonly number[]): Promise<readonly number[]> {
  const change = (await sendJson('/studio/gallery', { ids }, 'DELETE')) as unknown as GalleryChange;
  gallery.setState((state) => {
    const gone = new Set(ids);
    const place = state.pictures.findIndex(({ id }) => gone.has(id));
    const list = withoutPictures(state, gone);
    const after = list.pictures[Math.min(place, list.pictures.length - 1)];
    return { ...list, selected: new Set(after ? [after.id] : []), current: after?.id ?? null };
  });
  return change.ids;
}

/** Takes pictures out of the trash. @throws RequestError */
export async function restorePictures(ids: readonly number[]): Promise<void> {
  await sendJson('/studio/gallery/restore', { ids });
  await refreshGallery();
}

export function useGallery<T>(select: (state: GalleryState) => T): T {
  return useStore(gallery, select);
}

async function readPage(search: string, before?: string): Promise<GalleryPage> {
  const query = new URLSearchParams({ search, limit: String(PAGE) });
  if (before !== undefined) query.set('before', before);
  return (await getJson(`/studio/gallery?${query}`)) as unknown as GalleryPage;
}
