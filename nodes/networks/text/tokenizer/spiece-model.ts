/** Reads SentencePiece's own file. Format: google/sentencepiece, sentencepiece_model.proto; Protocol Buffers, encoding. */
import type { Pieces } from './sentence-piece.ts';

const PIECES = 1;
const NORMALIZER = 3;
const PIECE = { text: 1, score: 2, kind: 3 } as const;
const CHARSMAP = 2;
const NORMAL = 1;

type Field = readonly [number: number, value: number | Uint8Array];

/** @throws RangeError when it is no such file */
export function parseSpieceModel(bytes: Uint8Array): Pieces {
  const texts: string[] = [];
  const scores: number[] = [];
  const kinds: number[] = [];
  let charsmap = '';
  for (const [number, value] of fields(bytes)) {
    if (typeof value === 'number') continue;
    if (number === PIECES) {
      const piece = new Map(fields(value));
      texts.push(utf8.decode(piece.get(PIECE.text) as Uint8Array | undefined));
      scores.push(float(piece.get(PIECE.score)));
      kinds.push(Number(piece.get(PIECE.kind) ?? NORMAL));
    } else if (number === NORMALIZER) {
      const table = new Map(fields(value)).get(CHARSMAP);
      if (table instanceof Uint8Array) charsmap = Buffer.from(table).toString('base64');
    }
  }
  if (texts.length === 0) throw new RangeError('it holds no pieces');
  return { texts, scores, kinds, charsmap };
}

const utf8 = new TextDecoder();

function float(value: number | Uint8Array | undefined): number {
  return value instanceof Uint8Array
    ? new DataView(value.buffer, value.byteOffset, 4).getFloat32(0, true)
    : 0;
}

/** The fields of a message: varints as numbers, all else as bytes. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || place > Number.MAX_SAFE_INTEGER) throw cut();
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw cut();
    return bytes.subarray(at, (at += length));
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) yield [number, varint()];
    else if (wire === 1) yield [number, take(8)];
    else if (wire === 2) yield [number, take(varint())];
    else if (wire === 5) yield [number, take(4)];
    else throw cut();
  }
}

function cut(): RangeError {
  return new RangeError('it is damaged, or no SentencePiece model');
}
