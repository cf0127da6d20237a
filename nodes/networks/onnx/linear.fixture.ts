/** One linear layer in every stored form, its weights such that each form holds them exactly. */
import type { Written } from '../weights/safetensors.fixture.ts';

export interface ExactLayer {
  readonly out: number;
  readonly into: number;
  /** What a weight counts, -7 to 7. */
  readonly whole: (row: number, column: number) => number;
  /** Powers of 2, so that products are exact too. */
  readonly scale: (row: number) => number;
}

const GROUP_FACTOR = 3;

export function exactLayer(out: number, into: number): ExactLayer {
  return {
    out,
    into,
    whole: (row, column) => ((row * 31 + column * 17 + ((row * column) >> 3)) % 15) - 7,
    scale: (row) => 2 ** -(5 + (row % 3)),
  };
}

/** The weight as float32, for the forms without a group factor. */
export function floatWeight(layer: ExactLayer, factor = 1): Float32Array {
  return filled(layer.out * layer.into, (i) => {
    const row = Math.floor(i / layer.into);
    return layer.whole(row, i % layer.into) * layer.scale(row) * factor;
  });
}

const values = (type: 'F32' | 'F16', data: Float32Array, shape: readonly number[]): Written => {
  const stored = type === 'F32' ? data : Float16Array.from(data);
  return { dtype: type, shape, bytes: new Uint8Array(stored.buffer) };
};

export function plain(layer: ExactLayer, module: string, type: 'F32' | 'F16' = 'F32') {
  return { [`${module}.weight`]: values(type, floatWeight(layer), [layer.out, layer.into]) };
}

export function blocks(
  { out, into, whole, scale }: ExactLayer,
  module: string,
  bits: 4 | 8,
  block = 32,
) {
  const zero = 2 ** (bits - 1);
  const perByte = 8 / bits;
  const bytes = new Uint8Array((out * into) / perByte);
  for (let i = 0; i < out * into; i++) {
    const q = whole(Math.floor(i / into), i % into) + zero;
    const at = Math.floor(i / perByte);
    bytes[at] = (bytes[at] as number) | (q << (bits * (i % perByte)));
  }
  const scales = filled((out * into) / block, (i) => scale(Math.floor((i * block) / into)));
  return {
    [`${module}.weight`]: { dtype: 'U8', shape: [out, into / block, block / perByte], bytes },
    [`${module}.weight.scales`]: values('F32', scales, [out, into / block]),
  };
}

export function channels({ out, into, whole, scale }: ExactLayer, module: string) {
  const q = Int8Array.from({ length: out * into }, (_, i) => whole(i % out, Math.floor(i / out)));
  return {
    [`${module}.weight`]: { dtype: 'I8', shape: [into, out], bytes: new Uint8Array(q.buffer) },
    [`${module}.weight.scales`]: values('F32', filled(out, scale), [out]),
  };
}

/** Every group's factor is 3, which the scales divide out. */
export function groups({ out, into, whole, scale }: ExactLayer, module: string) {
  const bytes = new Uint8Array((out * into) / 2);
  for (let i = 0; i < out * into; i++) {
    const q = whole(i % out, Math.floor(i / out)) & 0xf;
    const at = i >> 1;
    bytes[at] = (bytes[at] as number) | (q << (4 * (i & 1)));
  }
  return {
    [`${module}.weight`]: { dtype: 'U8', shape: [into, out / 2], bytes },
    [`${module}.weight.groups`]: values(
      'F32',
      filled((into / 32) * out, () => GROUP_FACTOR),
      [into / 32, out],
    ),
    [`${module}.weight.scales`]: values(
      'F32',
      filled(out, (row) => scale(row) / GROUP_FACTOR),
      [out],
    ),
  };
}

function filled(length: number, value: (i: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, i) => value(i));
}
