import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cpu, type Target } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { tensor } from '../../tensor.ts';
import { openSafetensors } from '../weights/safetensors.ts';
import { f32, fileBytes, writeSafetensors, type Written } from '../weights/safetensors.fixture.ts';
import { GraphBuilder } from './graph-builder.ts';
import { LowRankBranches } from './low-rank-branches.ts';
import { lowRankBytes, type LowRank } from './low-rank.ts';

const dir = mkdtempSync(join(tmpdir(), 'branches-'));
afterAll(() => rmSync(dir, { recursive: true }));

const X = [1, -2, 0.5];
/** [rank, in] and [out, rank], in every stored type the same. */
const DOWN = [0.5, 1, -2, 4, -0.5, 1];
const UP = [1, 0.5, -1, 2, 0.25, -4];

function branch(path: string, down: Written, up: Written, scale = 1): LowRank {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  const { tensors } = openSafetensors(writeSafetensors(file, { down, up }));
  const [a, b] = [tensors.get('down'), tensors.get('up')];
  if (!a || !b) throw new Error('not written');
  return { module: 'layer', a, b, scale };
}

const rank2 = (path: string, scale = 1) => branch(path, f32(DOWN, [2, 3]), f32(UP, [3, 2]), scale);

/** What branches add to a layer's output. */
async function added(
  loras: readonly (readonly LowRank[])[],
  strengths: readonly number[],
  target: Pick<Target, 'fused' | 'arithmetic'> = cpu,
): Promise<number[]> {
  const b = new GraphBuilder();
  const x = b.input('x', 'float32', [1, 1, 3]);
  const on = b.input('strengths', 'float32', [loras.length]);
  const [sum] = new LowRankBranches(b, loras, on, target).addends([
    { module: 'layer', x, base: b.floats([0, 0, 0]) },
  ]);
  if (!sum) throw new Error('no branch');
  b.output('sum', sum);
  const session = await Session.open(b.build(), cpu);
  const outputs = await session.run({
    x: tensor(Float32Array.from(X), [1, 1, 3]),
    strengths: tensor(Float32Array.from(strengths), [loras.length]),
  });
  await session.release();
  return [...(outputs['sum']?.data ?? [])];
}

/** [1, -2, 0.5] down is [-2.5, 5.5]. */
const DELTA = [0.25, 13.5, -22.625];

test('a branch adds strength * scale * b (a x)', async () => {
  expect(await added([[rank2('one.safetensors', 2)]], [0.5])).toEqual(DELTA);
  expect(await added([[rank2('one.safetensors', 2)]], [0])).toEqual([0, 0, 0]);
});

test('a device that is not the CPU decides no condition, and adds the same', async () => {
  const target = { fused: new Set<never>(), arithmetic: 'float32' } as const;
  const loras = [[rank2('one.safetensors', 2)]];
  expect(await added(loras, [0.5], target)).toEqual(DELTA);
  expect(await added(loras, [0], target)).toEqual([0, 0, 0]);
  const b = new GraphBuilder();
  const x = b.input('x', 'float32', [1, 1, 3]);
  const branches = new LowRankBranches(b, loras, b.input('on', 'float32', [1]), target);
  branches.addends([{ module: 'layer', x, base: null }]);
  expect(Buffer.from(b.build().bytes).includes('then_branch')).toBe(false);
});

test('several LoRAs add up, from folders of their own, with scales and strengths of their own', async () => {
  const loras = [[rank2('one.safetensors')], [rank2('folder/two.safetensors', 4)]];
  expect(await added(loras, [1, -0.5])).toEqual(DELTA.map((value) => value * -1));
  expect(await added(loras, [0, 0.25])).toEqual(DELTA);
});

test('forty LoRAs on one layer add up', async () => {
  const loras = Array.from({ length: 40 }, (_, i) => [rank2(`${i}.safetensors`)]);
  expect(await added(loras, Array(40).fill(0.5))).toEqual(DELTA.map((value) => value * 20));
});

/** Bytes of the factors' values: sign, exponent and fraction of each fit every one of these types. */
const half = (values: readonly number[]) => new Uint8Array(Float16Array.from(values).buffer);
const brain = (values: readonly number[]) =>
  new Uint8Array(
    Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (bits) => bits >>> 16)
      .buffer,
  );
const float8 = (fraction: number, bias: number) => (values: readonly number[]) =>
  Uint8Array.from(values, (value) => {
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const sign = value < 0 ? 0x80 : 0;
    return sign | ((exponent + bias) << fraction);
  });

test.each<[string, (values: readonly number[]) => Uint8Array]>([
  ['F16', half],
  ['BF16', brain],
  ['F8_E4M3', float8(3, 7)],
  ['F8_E5M2', float8(2, 15)],
])('factors of %s count as their values', async (dtype, encode) => {
  const down = { dtype, shape: [2, 3], bytes: encode(DOWN) };
  const up = { dtype, shape: [3, 2], bytes: encode(UP) };
  expect(await added([[branch(`${dtype}.safetensors`, down, up)]], [1])).toEqual(DELTA);
});

test('devices without the fused product get the same', async () => {
  const plain = { fused: new Set<never>(), arithmetic: 'float32' } as const;
  expect(await added([[rank2('one.safetensors')]], [1], plain)).toEqual(DELTA);
});

test('float16 arithmetic reaches beyond float16', async () => {
  const lora = [rank2('one.safetensors')];
  const half = { fused: cpu.fused, arithmetic: 'float16' } as const;
  expect(await added([lora], [1], half)).toEqual(DELTA);
  expect(await added([lora], [2 ** 13], half)).toEqual(DELTA.map((value) => value * 2 ** 13));
});

test.each<[string, (values: readonly number[]) => Uint8Array]>([
  ['F32', (values) => new Uint8Array(Float32Array.from(values).buffer)],
  ['BF16', brain],
])('factors of %s may begin at any byte of their file', async (dtype, encode) => {
  const [down, up] = [encode(DOWN), encode(UP)];
  const header = {
    down: { dtype, shape: [2, 3], data_offsets: [0, down.length] },
    up: { dtype, shape: [3, 2], data_offsets: [down.length, down.length + up.length] },
  };
  const text = JSON.stringify(header);
  const odd = text.length % 2 === 1 ? text : `${text} `;
  const file = join(dir, `odd-${dtype}.safetensors`);
  writeFileSync(file, fileBytes(odd, Buffer.concat([down, up])));
  const { tensors } = openSafetensors(file);
  const [a, b] = [tensors.get('down'), tensors.get('up')];
  if (!a || !b) throw new Error('not written');
  expect((a.spans[0]?.offset ?? 0) % 2).toBe(1);
  expect(await added([[{ module: 'layer', a, b, scale: 1 }]], [1])).toEqual(DELTA);
});

test('memory counts a factor that layers share once', () => {
  const { a, b, scale } = rank2('shared.safetensors');
  const parts = ['q', 'k', 'v'].map((module) => ({ module, a, b, scale }));
  expect(lowRankBytes([parts], 4)).toBe(4 * 12);
  expect(lowRankBytes([[rank2('other.safetensors')], parts], 2)).toBe(2 * 24);
});
