import { getJson } from '../../api/http.ts';
import { viewUrl, type PictureRef } from '../../api/pictures.ts';
import { loadCatalog } from '../../store/catalog.ts';
import { storedName } from '../image/upload.ts';
import { fromAlpha, toAlpha, type Mask } from './paint.ts';

export interface MaskedPicture {
  /** Its colours, without its mask. */
  readonly image: ImageBitmap;
  readonly mask: Mask;
}

/** The colours and the mask of a picture. @throws when it cannot be read */
export async function openMasked(picture: PictureRef): Promise<MaskedPicture> {
  const [image, alpha] = await Promise.all([read(picture, 'rgb'), read(picture, 'a')]);
  const { width, height } = image;
  const context = canvasOf(width, height);
  context.drawImage(alpha, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { image, mask: fromAlpha(data, width, height) };
}

/**
 * Puts the picture with the mask as its alpha into the input folder, as ComfyUI's mask editor does.
 * @returns its name as LoadImage takes it @throws RequestError
 */
export async function saveMasked(picture: PictureRef, mask: Mask): Promise<string> {
  const context = canvasOf(mask.width, mask.height);
  context.putImageData(toAlpha(mask), 0, 0);
  const blob = await context.canvas.convertToBlob({ type: 'image/png' });
  const body = new FormData();
  body.append('image', blob, `clipspace-mask-${Date.now()}.png`);
  body.append('original_ref', JSON.stringify(picture));
  body.append('type', 'input');
  body.append('subfolder', 'clipspace');
  const name = storedName(await getJson('/upload/mask', { method: 'POST', body }));
  await loadCatalog();
  return name;
}

async function read(picture: PictureRef, channel: 'rgb' | 'a'): Promise<ImageBitmap> {
  const response = await fetch(`${viewUrl(picture)}&channel=${channel}`);
  if (!response.ok) throw new Error(`${response.status}`);
  return createImageBitmap(await response.blob(), { premultiplyAlpha: 'none' });
}

function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}
