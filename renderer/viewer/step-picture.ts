import type { GalleryPicture } from '../../electron/protocol/gallery.ts';
import { isSamePicture } from '../api/pictures.ts';
import { gallery, loadMorePictures, selectPicture } from '../store/gallery.ts';
import { neighbour } from '../store/gallery-list.ts';
import { choosePicture, shownPicture, viewer } from '../store/viewer.ts';

/** Goes on to a neighbour in the gallery. */
export function stepPicture(by: number): void {
  const { pictures } = gallery.getState();
  const shown = shownPicture(viewer.getState());
  const at = pictures.find(({ filename, subfolder }) =>
    isSamePicture(shown, { filename, subfolder, type: 'output' }),
  );
  const next = neighbour(pictures, at?.id ?? null, by);
  if (next) choose(next);
  if (next === pictures.at(-1)) void loadMorePictures();
}

function choose({ id, filename, subfolder }: GalleryPicture): void {
  selectPicture(id);
  choosePicture({ filename, subfolder, type: 'output' });
}
