import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { decodeE4M3, decodeE5M2 } from './float8.ts';
import { readTensor } from './read-tensor.ts';
import { openSafetensors } from './safetensors.ts';
import { writeSafetensors } from './safetensors.fixture.ts';
import { halvesSwapped, rowPart } from './weight-source.ts';

/** Values as torch 2.13 gives them. */
test.each([
  [
    'E4M3',
    decodeE4M3,
    [0, 1, 7, 8, 15, 126, 127, 128, 200, 254],
    [0, 2 ** -9, 0.013671875, 0.015625, 0.029296875, 448, NaN, -0, -4, -448],
  ],
  [
    'E5M2',
    decodeE5M2,
    [0, 1, 3, 4, 15, 123, 124, 125, 200, 254],
    [
      0,
      2 ** -16,
      4.57763671875e-5,
      6.103515625e-5,
      0.00042724609375,
      57344,
      Infinity,
      NaN,
      -8,
      NaN,
    ],
  ],
])('decodes %s', (_, decode, bytes, values) => {
  expect([...decode(Uint8Array.from(bytes))]).toEqual(values);
});

test('weights in a graph are what readTensor reads, in every float type, whole, sliced and swapped', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'float8-'));
  try {
    const every = Uint8Array.from({ length: 256 }, (_, i) => i);
    const halves = Uint16Array.from({ length: 256 }, (_, i) => i * 257);
    const shape = [32, 8];
    const source = openSafetensors(
      writeSafetensors(join(dir, 'w.safetensors'), {
        F8_E4M3: { dtype: 'F8_E4M3', shape, bytes: every },
        F8_E5M2: { dtype: 'F8_E5M2', shape, bytes: every },
        F16: { dtype: 'F16', shape, bytes: new Uint8Array(halves.buffer) },
        BF16: { dtype: 'BF16', shape, bytes: new Uint8Array(halves.buffer) },
        F32: { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(every).buffer) },
      }),
    );
    const tensors = new Map(source.tensors);
    for (const [name, stored] of source.tensors) {
      tensors.set(`${name}.third`, rowPart(stored, `${name}.third`, 1, 4));
      tensors.set(`${name}.swapped`, halvesSwapped(stored, `${name}.swapped`));
    }
    const views = { ...source, tensors };
    const b = new GraphBuilder();
    for (const name of tensors.keys()) b.output(`out.${name}`, b.weight(views, name));
    const session = await Session.open(b.build(), cpu);
    const outputs = await session.run({});
    await session.release();
    const names = [...tensors.keys()];
    expect(names.map((name) => ({ name, ...outputs[`out.${name}`] }))).toEqual(
      names.map((name) => ({ name, ...readTensor(views, name) })),
    );
    const e4m3 = readTensor(source, 'F8_E4M3').data;
    const swapped = [...e4m3.subarray(128), ...e4m3.subarray(0, 128)];
    expect([...readTensor(views, 'F8_E4M3.swapped').data]).toEqual(swapped);
    expect([...readTensor(views, 'F8_E4M3.third').data]).toEqual([...e4m3.subarray(64, 128)]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
