import { writeSync } from 'node:fs';
import { drawTensor, writeWhole } from './draw-tensor.ts';
import type { TensorShape } from './shapes.ts';

/** Writes random bfloat16 weights as .safetensors, streamed. */
export function writeSafetensors(path: string, tensors: readonly TensorShape[]): void {
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const start = offset;
    offset += 2 * shape.reduce((n, d) => n * d, 1);
    return [name, { dtype: 'BF16', shape, data_offsets: [start, offset] }] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const header = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  header.writeBigUInt64LE(BigInt(header.length - 8));
  json.copy(header, 8);
  writeWhole(path, (file) => {
    writeSync(file, header);
    for (const tensor of tensors) drawTensor(tensor, (bits) => writeSync(file, bits));
  });
}
