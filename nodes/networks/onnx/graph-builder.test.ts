import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { tensor } from '../../tensor.ts';
import { openWeights } from '../weights/open-weights.ts';
import { f32, writeSafetensors, type Written } from '../weights/safetensors.fixture.ts';
import { GraphBuilder, type OnnxModel, type Value } from './graph-builder.ts';

let dir: string;
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'taca-graph-')));
  for (const folder of ['models', 'loras']) mkdirSync(join(dir, folder));
});
afterAll(() => rmSync(dir, { recursive: true }));

const source = (path: string, tensors: Record<string, Written>) =>
  openWeights(writeSafetensors(join(dir, path), tensors));

const bf16 = (values: readonly number[]): Written => {
  const bits = new Uint32Array(Float32Array.from(values).buffer);
  const bytes = new Uint8Array(Uint16Array.from(bits, (b) => b >> 16).buffer);
  return { dtype: 'BF16', shape: [values.length], bytes };
};

async function run(model: OnnxModel, feeds: Parameters<Session['run']>[0]): Promise<number[]> {
  const session = await Session.open(model, cpu);
  const { y } = await session.run(feeds);
  await session.release();
  return [...(y?.data ?? [])];
}

test('weights of several folders take part in one graph', async () => {
  const b = new GraphBuilder();
  const x = b.input('x', 'float32', [2]);
  const model = source('models/a.safetensors', { w: f32([1, 2]) });
  const lora = source('loras/b.safetensors', { w: bf16([10, 20]) });
  b.output('y', b.op('Add', [b.op('Mul', [x, b.weight(model, 'w')]), b.weight(lora, 'w')]));
  expect(await run(b.build(), { x: tensor(Float32Array.of(3, 4), [2]) })).toEqual([13, 28]);
});

test('a weight first asked for in a branch is there for the other branch and behind both', async () => {
  const weights = source('models/branch.safetensors', { w: bf16([1, 2]) });
  const sums = async (on: number) => {
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', [2]);
    const condition = b.op('Cast', [b.input('on', 'float32', [])], { to: { int: 9 } });
    const w = () => b.weight(weights, 'w');
    const [chosen] = b.choose(
      condition,
      () => [b.op('Mul', [x, w()])],
      () => [b.op('Sub', [x, w()])],
    );
    b.output('y', b.op('Add', [chosen as Value, w()]));
    return run(b.build(), {
      x: tensor(Float32Array.of(3, 4), [2]),
      on: tensor(Float32Array.of(on), []),
    });
  };
  expect(await sums(1)).toEqual([4, 10]);
  expect(await sums(0)).toEqual([3, 4]);
});

test('int4 is read from the bytes of a U8 tensor, low nibble first', async () => {
  const bytes = Uint8Array.of(0x71, 0x8f);
  const weights = source('models/int4.safetensors', { w: { dtype: 'U8', shape: [2, 1], bytes } });
  const b = new GraphBuilder();
  const q = b.raw(weights, 'w', { type: 'int4', shape: [2, 2] });
  const values = b.op('DequantizeLinear', [q, b.scalar(1)]);
  b.output('y', b.op('Add', [values, b.input('x', 'float32', [])]));
  const zero = { x: tensor(Float32Array.of(0), []) };
  expect(await run(b.build(), zero)).toEqual([1, 7, -1, -8]);
});
