/** What can be done with a picture, from the gallery and the viewer. */
import type { PictureMetadata } from '../../electron/protocol/gallery.ts';
import { readMetadata, viewUrl, type PictureRef } from '../api/pictures.ts';
import { isObject } from '../../nodes/graph/json.ts';
import { openContent } from '../files/open.ts';
import { notify } from '../store/notices.ts';
import { t } from '../text/text.ts';

export async function openPictureWorkflow(picture: PictureRef): Promise<void> {
  const metadata = await metadataOf(picture);
  if (!metadata) return;
  const workflow = isObject(metadata.workflow) ? metadata.workflow : null;
  const prompt = isObject(metadata.prompt) ? metadata.prompt : null;
  const name = picture.filename;
  if (workflow || prompt) {
    openContent({ kind: 'workflow', workflow, prompt, isPicture: true }, name, null);
  } else notify(t('picture.noWorkflow', { file: name }), { kind: 'error' });
}

export async function copySeed(picture: PictureRef): Promise<void> {
  const metadata = await metadataOf(picture);
  if (!metadata) return;
  const [seed] = metadata.facts.seeds;
  if (seed === undefined) notify(t('picture.noSeed', { file: picture.filename }));
  else await copy(seed, t('picture.copiedSeed', { seed }));
}

export async function copyPrompt(picture: PictureRef): Promise<void> {
  const metadata = await metadataOf(picture);
  if (!metadata) return;
  const { positive } = metadata.facts;
  if (positive === '') notify(t('picture.noPrompt', { file: picture.filename }));
  else await copy(positive, t('picture.copiedPrompt'));
}

/** As PNG: no other kind can be copied everywhere. */
export async function copyPicture(picture: PictureRef): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': readPng(picture) })]);
    notify(t('picture.copied'));
  } catch {
    notify(t('picture.copyFailed'), { kind: 'error' });
  }
}

async function readPng(picture: PictureRef): Promise<Blob> {
  const blob = await (await fetch(viewUrl(picture))).blob();
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** In its folder, where the desktop can show that; else the file alone. */
export async function revealPicture(picture: PictureRef): Promise<void> {
  if (!window.desktop) {
    window.open(viewUrl(picture), '_blank', 'noopener');
    return;
  }
  const metadata = await metadataOf(picture);
  if (metadata) await window.desktop.revealFile(metadata.path);
}

export function revealLabel(): string {
  return t(window.desktop ? 'picture.reveal' : 'picture.openFile');
}

async function metadataOf(picture: PictureRef): Promise<PictureMetadata | null> {
  try {
    return await readMetadata(picture);
  } catch (error) {
    const reason = (error as Error).message;
    notify(t('picture.unreadable', { file: picture.filename, reason }), { kind: 'error' });
    return null;
  }
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify(done);
  } catch {
    notify(t('picture.copyFailed'), { kind: 'error' });
  }
}
