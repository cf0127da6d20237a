import type { GalleryPicture } from '../../electron/protocol/gallery.ts';
import { isSamePicture, refOf, type PictureRef } from '../api/pictures.ts';
import { gallery, loadMorePictures, selectPicture } from '../store/gallery.ts';
import { neighbour } from '../store/gallery-list.ts';
import {
  choosePicture,
  setViewerMode,
  shownPicture,
  viewer,
  type ViewerMode,
} from '../store/viewer.ts';

/** Goes on to a neighbour in the gallery. */
export function stepPicture(by: number): void {
  const { pictures } = gallery.getState();
  const next = neighbourOf(shownPicture(viewer.getState()), by);
  if (!next) return;
  selectPicture(next.id);
  choosePicture(refOf(next));
  if (next === pictures.at(-1)) void loadMorePictures();
}

/** Compares with the picture that was made before this one, unless another was chosen. */
export function compareAs(mode: ViewerMode): void {
  const { a } = viewer.getState();
  const others = [neighbourOf(a, 1), neighbourOf(a, -1)].flatMap((one) =>
    one ? [refOf(one)] : [],
  );
  setViewerMode(mode, others.find((one) => !isSamePicture(one, a)) ?? null);
}

function neighbourOf(picture: PictureRef | null, by: number): GalleryPicture | undefined {
  const { pictures } = gallery.getState();
  const at = pictures.find((one) => isSamePicture(picture, refOf(one)));
  return neighbour(pictures, at?.id ?? null, by);
}
