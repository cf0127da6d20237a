import { isObject, type Json } from '../../../nodes/graph/json.ts';
import { getJson } from '../../api/http.ts';
import { loadCatalog } from '../../store/catalog.ts';
import { textOf } from '../json-text.ts';

const PICTURE = /\.(png|jpe?g|webp|gif|avif|tiff?)$/i;

/** The first picture among what was dropped or pasted. */
export function pictureAmong(data: DataTransfer | null): File | null {
  return [...(data?.files ?? [])].find((file) => isPicture(file)) ?? null;
}

export function isPicture({ name, type }: Pick<File, 'name' | 'type'>): boolean {
  return type.startsWith('image/') || PICTURE.test(name);
}

/**
 * Puts a picture into the input folder. @returns its name as LoadImage takes it
 * @throws RequestError, TypeError when the server does not answer
 */
export async function uploadPicture(file: File): Promise<string> {
  const body = new FormData();
  body.append('image', file, file.name === '' ? 'pasted.png' : file.name);
  body.append('type', 'input');
  const name = storedName(await getJson('/upload/image', { method: 'POST', body }));
  await loadCatalog();
  return name;
}

/** What /upload answers, as a widget value. */
export function storedName(reply: Json): string {
  const { name, subfolder, type } = isObject(reply) ? reply : {};
  const folder = textOf(subfolder);
  const path = folder === '' ? textOf(name) : `${folder}/${textOf(name)}`;
  return type === 'input' ? path : `${path} [${textOf(type)}]`;
}
