/** Writes PNG files of 8-bit RGB or RGBA. Source: PNG specification, third edition (w3.org/TR/png-3). */
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';

const compress = promisify(deflate);

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOUR_TYPE = { 3: 2, 4: 6 } as const;
const PAETH = 4;

/** Row-major bytes, channels interleaved. */
export interface Bitmap {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** @param level zlib's: 0 (none) to 9 (smallest) */
export async function encodePng(bitmap: Bitmap, level: number): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, bitmap.width);
  view.setUint32(4, bitmap.height);
  header.set([8, COLOUR_TYPE[bitmap.channels]], 8);
  const pixels = await compress(paethFiltered(bitmap), { level });
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** Each byte minus whichever of left, above and upper left is nearest to left + above - upper left. */
function paethFiltered({ data, width, height, channels }: Bitmap): Uint8Array {
  const run = width * channels;
  const out = new Uint8Array(height * (run + 1));
  for (let row = 0, from = 0, to = 0; row < height; row++) {
    out[to++] = PAETH;
    for (let i = 0; i < run; i++, from++) {
      const left = i < channels ? 0 : (data[from - channels] as number);
      const above = row === 0 ? 0 : (data[from - run] as number);
      const corner = i < channels || row === 0 ? 0 : (data[from - run - channels] as number);
      const toLeft = Math.abs(above - corner);
      const toAbove = Math.abs(left - corner);
      const toCorner = Math.abs(left + above - 2 * corner);
      const predicted =
        toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
      out[to++] = (data[from] as number) - predicted;
    }
  }
  return out;
}
