import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cpu, type Target } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { tensor, type Tensor } from '../../tensor.ts';
import { waves } from '../mmdit/network.fixture.ts';
import { openWeights } from '../weights/open-weights.ts';
import { f32, writeSafetensors, type Written } from '../weights/safetensors.fixture.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { Layers } from './layers.ts';
import { blocks, channels, exactLayer, groups, plain } from './linear.fixture.ts';

const OUT = 96;
const IN = 256;
const layer = exactLayer(OUT, IN);
const bias = { 'm.bias': f32(Array.from({ length: OUT }, (_, i) => i / 7)) };
const half: Target = { ...cpu, arithmetic: 'float16' };
const gpu: Target = { ...cpu, fused: new Set() };

let dir: string;
beforeAll(() => void (dir = realpathSync(mkdtempSync(join(tmpdir(), 'taca-linear-')))));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
const source = (tensors: Record<string, Written>) =>
  openWeights(writeSafetensors(join(dir, `${files++}.safetensors`), tensors));

async function compute(
  weights: WeightSource,
  x: Tensor,
  target: Target,
  build: (l: Layers, x: Value) => Value,
): Promise<Float32Array> {
  const b = new GraphBuilder();
  const input = b.input('x', 'float32', x.shape);
  b.output('y', build(new Layers(b, weights, target, b.ints([x.shape[0] ?? 1])), input));
  const session = await Session.open(b.build(), cpu);
  const { y } = await session.run({ x });
  await session.release();
  return (y as Tensor).data;
}

const linear = (l: Layers, x: Value) => l.linear('m', x);

function relativeError(actual: Float32Array, expected: Float32Array): number {
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? NaN))));
  return worst / Math.max(...expected.map(Math.abs));
}

/** Whole numbers up to 127, one of them in every row and block of 32: quantising loses nothing of them. */
function wholeNumbers(...shape: readonly number[]): Tensor {
  const size = shape.reduce((n, d) => n * d, 1);
  const data = Float32Array.from({ length: size }, (_, i) =>
    i % 32 === 5 ? 127 : ((i * 37) % 255) - 127,
  );
  return tensor(data, shape);
}

const FORMS = {
  'blocks of 8 bits': () => blocks(layer, 'm', 8),
  'blocks of 4 bits': () => blocks(layer, 'm', 4),
  'blocks of 4 bits, 128 wide': () => blocks(layer, 'm', 4, 128),
  channels: () => channels(layer, 'm'),
  groups: () => groups(layer, 'm'),
};

describe.each(Object.entries(FORMS))('%s', (_, form) => {
  const quantised = () => source({ ...form(), ...bias });
  const float = () => source({ ...plain(layer, 'm'), ...bias });

  test.each([
    ['with operators of the CPU', cpu],
    ['without', gpu],
  ])('gives what the float weight gives, %s', async (_, target) => {
    const x = wholeNumbers(2, 5, IN);
    const expected = await compute(float(), x, cpu, linear);
    expect(relativeError(await compute(quantised(), x, target, linear), expected)).toBeLessThan(
      1e-5,
    );
  });

  test('activations of any size lose no more than half a step of 127', async () => {
    const x = waves(2, 5, IN);
    x.data.forEach((value, i) => (x.data[i] = value * 10 ** (Math.floor(i / IN) - 4)));
    const expected = await compute(float(), x, cpu, linear);
    const actual = await compute(quantised(), x, cpu, linear);
    for (let row = 0; row < 10; row++) {
      const of = (y: Float32Array) => y.subarray(row * OUT, (row + 1) * OUT);
      const values = x.data.subarray(row * IN, (row + 1) * IN);
      const step = Math.max(...values.map(Math.abs)) / 127;
      of(expected).forEach((value, i) => {
        let weights = 0;
        for (let k = 0; k < IN; k++) weights += Math.abs(layer.whole(i, k)) * layer.scale(i);
        const bound = (step / 2) * weights + 1e-5 * Math.abs(value);
        expect(Math.abs(value - (of(actual)[i] ?? NaN))).toBeLessThan(bound);
      });
    }
  });

  test('a row of zeros gives the bias', async () => {
    const y = await compute(quantised(), tensor(new Float32Array(IN), [1, 1, IN]), cpu, linear);
    expect(
      relativeError(
        y,
        Float32Array.from({ length: OUT }, (_, i) => i / 7),
      ),
    ).toBeLessThan(1e-6);
  });

  test('works on rows and before a gelu', async () => {
    const rows = wholeNumbers(3, IN);
    const twice = (l: Layers, x: Value) => l.linear2d('m', x);
    expect(
      relativeError(
        await compute(quantised(), rows, cpu, twice),
        await compute(float(), rows, cpu, twice),
      ),
    ).toBeLessThan(1e-5);
    const x = wholeNumbers(1, 3, IN);
    const gelu = (l: Layers, value: Value) => l.linearGelu('m', value);
    expect(
      relativeError(await compute(quantised(), x, cpu, gelu), await compute(float(), x, cpu, gelu)),
    ).toBeLessThan(1e-5);
  });
});

describe('in float16', () => {
  test.each([
    ['plain', () => plain(layer, 'm', 'F16')],
    ['blocks of 8 bits', () => blocks(layer, 'm', 8)],
    ['blocks of 4 bits', () => blocks(layer, 'm', 4)],
  ])('%s weights give the float32 result but for rounding', async (_, form) => {
    const x = waves(2, 5, IN);
    const expected = await compute(source({ ...plain(layer, 'm'), ...bias }), x, cpu, linear);
    const actual = await compute(source({ ...form(), ...bias }), x, half, linear);
    expect(relativeError(actual, expected)).toBeLessThan(3e-2);
    expect(actual).not.toEqual(expected);
  });

  test('weights of float32, which may be too large for it, are multiplied in float32', async () => {
    const x = waves(2, 5, IN);
    const weights = source({ ...plain(layer, 'm'), ...bias });
    const expected = await compute(weights, x, gpu, linear);
    expect(await compute(weights, x, { ...gpu, arithmetic: 'float16' }, linear)).toEqual(expected);
  });

  test('a wide product stays finite where a narrow one overflows', async () => {
    const x = tensor(new Float32Array(IN).fill(3000), [1, 1, IN]);
    const bytes = new Uint8Array(new Float16Array(OUT * IN).fill(1).buffer);
    const ones = { 'm.weight': { dtype: 'F16', shape: [OUT, IN], bytes }, ...bias };
    const wide = await compute(source(ones), x, half, (l, value) => l.linear('m', value, 'wide'));
    const narrow = await compute(source(ones), x, half, linear);
    expect(wide[0]).toBeCloseTo(3000 * IN, -3);
    expect(narrow[0]).toBe(Infinity);
  });
});

test('layers side by side quantise their common input once', () => {
  const weights = source({ ...channels(layer, 'q'), ...channels(layer, 'k') });
  const b = new GraphBuilder();
  const l = new Layers(b, weights, cpu, b.ints([1]));
  const x = b.input('x', 'float32', [1, 3, IN]);
  b.output('y', l.add(l.linear('q', x), l.linear('k', x)));
  const text = Buffer.from(b.build().bytes).toString('latin1');
  expect(new Set(text.match(/QuantizeLinear_\d+/g))).toHaveProperty('size', 1);
  expect(new Set(text.match(/MatMulIntegerToFloat_\d+/g))).toHaveProperty('size', 2);
});
