/** What can be done with the gallery's selection. */
import type { GalleryPicture } from '../../../electron/protocol/gallery.ts';
import { refOf } from '../../api/pictures.ts';
import { deletePictures, gallery, restorePictures, selectedPictures } from '../../store/gallery.ts';
import { notify } from '../../store/notices.ts';
import { leavePicture, viewPicture } from '../../store/viewer.ts';
import { t } from '../../text/text.ts';

export function openInViewer(picture: GalleryPicture | undefined): void {
  if (picture) viewPicture(refOf(picture));
}

/** Deletes the selected pictures; the notice takes it back. */
export async function deleteWithUndo(): Promise<void> {
  const pictures = selectedPictures();
  const file = pictures[0]?.filename;
  if (file === undefined) return;
  try {
    const ids = await deletePictures(pictures.map(({ id }) => id));
    pictures.forEach((picture) => leavePicture(refOf(picture)));
    notify(t('gallery.deleted', { count: pictures.length, file }), {
      action: { label: t('gallery.undo'), run: () => void restore(ids) },
    });
  } catch (error) {
    notify(t('gallery.deleteFailed', { reason: (error as Error).message }), { kind: 'error' });
  }
}

async function restore(ids: readonly number[]): Promise<void> {
  try {
    await restorePictures(ids);
    gallery.setState({ selected: new Set(ids), current: ids[0] ?? null });
  } catch (error) {
    notify(t('gallery.restoreFailed', { reason: (error as Error).message }), { kind: 'error' });
  }
}
