import { writeSync } from 'node:fs';
import { BLOCK, quantiseQ4_0, quantiseQ8_0, BLOCK_BYTES } from './gguf-blocks.ts';
import { drawTensor, writeWhole } from './draw-tensor.ts';
import type { TensorShape } from './shapes.ts';

/** Numbers of ggml's types and of GGUF's value types. */
const TYPES = { F32: 0, F16: 1, Q4_0: 2, Q8_0: 8 } as const;
const BYTES = { F32: 4, F16: 2 } as const;
const [UINT32, STRING] = [4, 8];
const ALIGNMENT = 32;

export type GgufType = 'Q4_0' | 'Q8_0';

/**
 * Writes the same weights as `writeSafetensors`, quantised, as .gguf: matrices in blocks.
 * Source: ggml's docs/gguf.md.
 */
export function writeGguf(
  path: string,
  architecture: string,
  type: GgufType,
  tensors: readonly TensorShape[],
): void {
  let offset = 0;
  const planned = tensors.map((tensor) => {
    const stored = storedType(tensor, type);
    const count = tensor.shape.reduce((n, d) => n * d, 1);
    const plain = stored === 'F32' || stored === 'F16';
    const bytes = plain ? count * BYTES[stored] : (count / BLOCK) * BLOCK_BYTES[stored];
    const place = { tensor, stored, offset, padding: -bytes & (ALIGNMENT - 1) } as const;
    offset += bytes + place.padding;
    return place;
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(tensors.length),
    uint64(3),
    text('general.architecture'),
    uint32(STRING),
    text(architecture),
    text('general.quantization_version'),
    uint32(UINT32),
    uint32(2),
    text('general.alignment'),
    uint32(UINT32),
    uint32(ALIGNMENT),
    ...planned.map(({ tensor: { name, shape }, stored, offset: at }) =>
      Buffer.concat([
        text(name),
        uint32(shape.length),
        ...shape.toReversed().map(uint64),
        uint32(TYPES[stored]),
        uint64(at),
      ]),
    ),
  ]);
  writeWhole(path, (file) => {
    writeSync(file, head);
    writeSync(file, Buffer.alloc(-head.length & (ALIGNMENT - 1)));
    for (const { tensor, stored, padding } of planned) {
      drawTensor(tensor, (bits) => writeSync(file, encode(bits, stored)));
      writeSync(file, Buffer.alloc(padding));
    }
  });
}

/** As people's files have it: vectors whole, matrices in blocks, convolutions and positions in half precision. */
function storedType({ name, shape }: TensorShape, type: GgufType): keyof typeof TYPES {
  if (shape.length === 1) return 'F32';
  return shape.length === 2 && !name.includes('position_embedding') ? type : 'F16';
}

const encoders = { F32: widened, F16: halved, Q4_0: quantiseQ4_0, Q8_0: quantiseQ8_0 } as const;

function encode(bits: Uint16Array, type: keyof typeof encoders): Uint8Array {
  return encoders[type](bits);
}

function widened(bits: Uint16Array): Uint8Array {
  return new Uint8Array(Uint32Array.from(bits, (half) => half << 16).buffer);
}

function halved(bits: Uint16Array): Uint8Array {
  const values = new Float32Array(widened(bits).buffer as ArrayBuffer);
  return new Uint8Array(Float16Array.from(values).buffer);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}
