import { refOf } from '../../api/pictures.ts';
import { gallery, selectedPictures } from '../../store/gallery.ts';
import { comparePictures, viewer } from '../../store/viewer.ts';
import { t } from '../../text/text.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { addAsInput } from '../../viewer/add-as-input.ts';
import {
  copyPrompt,
  copySeed,
  openPictureWorkflow,
  revealLabel,
  revealPicture,
} from '../../viewer/picture-commands.ts';
import { deleteWithUndo, openInViewer } from './gallery-commands.ts';

/** Of the picture that has the keyboard, and of the others that are selected with it. */
export function galleryMenu(): MenuEntry[] {
  const selected = selectedPictures();
  const { current } = gallery.getState();
  const picture = selected.find(({ id }) => id === current) ?? selected[0];
  if (!picture) return [];
  const ref = refOf(picture);
  return [
    { label: t('gallery.open'), run: () => openInViewer(picture) },
    { label: t('picture.openWorkflow'), run: () => void openPictureWorkflow(ref) },
    { label: t('picture.useAsInput'), run: () => addAsInput(ref) },
    compareEntry(),
    'separator',
    {
      label: t('picture.copySeed'),
      isDisabled: picture.seed === null,
      run: () => void copySeed(ref),
    },
    {
      label: t('picture.copyPrompt'),
      isDisabled: picture.prompt === '',
      run: () => void copyPrompt(ref),
    },
    { label: revealLabel(), run: () => void revealPicture(ref) },
    'separator',
    { label: t('gallery.delete', { count: selected.length }), run: () => void deleteWithUndo() },
  ];
}

/** The two that are selected, or the one and what the viewer shows. */
function compareEntry(): MenuEntry {
  const [first, second] = selectedPictures();
  const shown = viewer.getState().a;
  const pair = first && second ? [refOf(first), refOf(second)] : first && [shown, refOf(first)];
  const [a, b] = pair ?? [];
  return {
    label: t(second ? 'gallery.compare' : 'gallery.compareViewer'),
    isDisabled: !a || !b || selectedPictures().length > 2,
    run: () => {
      if (a && b) comparePictures(a, b);
    },
  };
}
