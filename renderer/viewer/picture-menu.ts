import type { PictureRef } from '../api/pictures.ts';
import { viewPicture } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { addAsInput } from './add-as-input.ts';
import {
  copyPicture,
  copyPrompt,
  copySeed,
  openPictureWorkflow,
  revealLabel,
  revealPicture,
} from './picture-commands.ts';

/** What can be done with a picture wherever it shows. */
export function pictureMenu(picture: PictureRef): MenuEntry[] {
  return [
    { label: t('picture.view'), run: () => viewPicture(picture) },
    { label: t('picture.openWorkflow'), run: () => void openPictureWorkflow(picture) },
    { label: t('picture.useAsInput'), run: () => addAsInput(picture) },
    'separator',
    { label: t('picture.copy'), run: () => void copyPicture(picture) },
    { label: t('picture.copySeed'), run: () => void copySeed(picture) },
    { label: t('picture.copyPrompt'), run: () => void copyPrompt(picture) },
    { label: revealLabel(), run: () => void revealPicture(picture) },
  ];
}

/** Says of an element which picture it shows; `shownIn` reads it. */
export function picturePlace(picture: PictureRef): { readonly 'data-picture': string } {
  return { 'data-picture': JSON.stringify(picture) };
}

/** The picture that an element shows; null when it shows none. */
export function shownIn(element: Element): PictureRef | null {
  const text = element.closest('[data-picture]')?.getAttribute('data-picture');
  return text == null ? null : (JSON.parse(text) as PictureRef);
}
