/** Writes pictures as ComfyUI does: 8-bit PNG with the prompt and the workflow in text chunks. */
import { stringifyJson, type Json } from '../graph/json.ts';
import type { OutputFile, RunContext } from '../run-context.ts';
import { dim, slice, type Tensor } from '../tensor.ts';
import { encodePng, type Bitmap } from './png.ts';
import { isPngKeyword, writeTextChunks } from './png-metadata.ts';

interface Destination {
  readonly type: 'output' | 'temp';
  /** `%batch_num%` is the picture's place in the batch; the workspace knows the other variables. */
  readonly prefix: string;
  /** zlib's level. */
  readonly level: number;
}

/** @returns the files, in order @throws UserError when a file cannot be written */
export async function savePictures(
  images: Tensor,
  { type, prefix, level }: Destination,
  context: Pick<RunContext, 'files' | 'metadata' | 'notice'>,
): Promise<OutputFile[]> {
  const entries = metadataEntries(context);
  const files: OutputFile[] = [];
  for (let i = 0; i < dim(images, 0); i++) {
    const bitmap = toBitmap(slice(images, i, i + 1));
    const png = writeTextChunks(await encodePng(bitmap, level), entries);
    const numbered = prefix.replaceAll('%batch_num%', String(i));
    const path = context.files.reserve(type, numbered, 'png', bitmap);
    await path.write(png);
    files.push({ filename: path.filename, subfolder: path.subfolder, type });
  }
  return files;
}

/**
 * One picture [1, height, width, channels] as bytes: 255 x, clipped, fraction dropped. One channel is grey, two are grey
 * with alpha; beyond four are left out.
 */
export function toBitmap(image: Tensor): Bitmap {
  const [height, width, stored] = [dim(image, 1), dim(image, 2), dim(image, 3)];
  const channels = stored === 2 || stored >= 4 ? 4 : 3;
  const sources = stored < 3 ? [0, 0, 0, 1] : [0, 1, 2, 3];
  const data = new Uint8Array(height * width * channels);
  for (let i = 0; i < data.length; i++) {
    const value = image.data[Math.floor(i / channels) * stored + (sources[i % channels] ?? 0)] ?? 0;
    data[i] = Math.min(255, Math.max(0, Math.fround(255 * value)));
  }
  return { data, width, height, channels };
}

function metadataEntries({
  metadata,
  notice,
}: Pick<RunContext, 'metadata' | 'notice'>): [string, string][] {
  const { prompt, extraPngInfo } = metadata;
  const entries: [string, Json][] = [['prompt', prompt], ...Object.entries(extraPngInfo)];
  const [fitting, others] = [true, false].map((fits) =>
    entries.filter(([keyword]) => isPngKeyword(keyword) === fits),
  ) as [typeof entries, typeof entries];
  for (const [keyword] of others) {
    notice(
      `"${keyword.slice(0, 80)}" of extra_pnginfo is no PNG keyword: left out of the picture.`,
    );
  }
  return fitting.map(([keyword, value]) => [keyword, asciiJson(value)]);
}

/** JSON with everything beyond ASCII as \uXXXX, so that it fits Latin-1 chunks. */
function asciiJson(value: Json): string {
  return stringifyJson(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
