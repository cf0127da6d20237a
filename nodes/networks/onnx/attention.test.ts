import { expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import type { Tensor } from '../../tensor.ts';
import { waves } from '../mmdit/network.fixture.ts';
import { attentionChunks, UNDIVIDED, type AttentionChunks } from './attention-chunks.ts';
import { decomposedAttention, fusedAttention } from './attention.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { Ops } from './ops.ts';

const HEADS = 6;
const HEAD_DIM = 8;
const WIDTH = HEADS * HEAD_DIM;
const QUERIES = 23;
const KEYS = 31;

type Build = (ops: Ops, q: Value, k: Value, v: Value, bias: Value) => Value;

async function run(build: Build, queries = QUERIES): Promise<Float32Array> {
  const b = new GraphBuilder();
  const [q, k, v] = ['q', 'k', 'v'].map((name) =>
    b.input(name, 'float32', ['batch', `tokens_${name === 'q'}`, WIDTH]),
  ) as [Value, Value, Value];
  const bias = b.input('bias', 'float32', [1, HEADS, 'queries', 'keys']);
  b.output('y', build(new Ops(b, cpu), q, k, v, bias));
  const session = await Session.open(b.build(), cpu);
  const { y } = await session.run({
    q: waves(2, queries, WIDTH),
    k: waves(2, KEYS, WIDTH),
    v: waves(2, KEYS, WIDTH),
    bias: waves(1, HEADS, queries, KEYS),
  });
  await session.release();
  return (y as Tensor).data;
}

const inParts =
  (chunks: AttentionChunks): Build =>
  (ops, q, k, v, bias) =>
    decomposedAttention(
      ops,
      q,
      k,
      v,
      { heads: HEADS, headDim: HEAD_DIM, bias: { value: bias, perHead: true } },
      chunks,
    );

const worst = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

test.each([
  { heads: 2, queries: 1 },
  { heads: 6, queries: 1 },
  { heads: 1, queries: 4 },
  { heads: 6, queries: 5 },
  { heads: 6, queries: QUERIES },
])('in $heads parts of the heads and $queries of the queries it is as a whole', async (chunks) => {
  expect(worst(await run(inParts(chunks)), await run(inParts(UNDIVIDED)))).toBeLessThan(1e-6);
});

test('a sequence of fewer queries than parts is computed, too', async () => {
  const chunks = { heads: 1, queries: 7 };
  expect(worst(await run(inParts(chunks), 3), await run(inParts(UNDIVIDED), 3))).toBeLessThan(1e-6);
});

test('the fused operator agrees', async () => {
  const fused: Build = (ops, q, k, v, bias) =>
    fusedAttention(ops, q, k, v, {
      heads: HEADS,
      headDim: HEAD_DIM,
      bias: { value: bias, perHead: true },
    });
  expect(worst(await run(fused), await run(inParts(UNDIVIDED)))).toBeLessThan(1e-5);
});

test.each([
  ['all fits', 24, 4608, 2 ** 31, UNDIVIDED],
  ['some heads at a time, a number that divides them', 24, 4608, 2 ** 29, { heads: 4, queries: 1 }],
  ['one head at a time', 24, 4608, 2 ** 27, { heads: 24, queries: 1 }],
  ['not even a head fits', 24, 16896, 2 ** 28, { heads: 24, queries: 5 }],
] as const)('%s', (_, heads, tokens, maxBufferBytes, chunks) => {
  expect(attentionChunks({ maxBufferBytes }, heads, tokens, tokens)).toEqual(chunks);
  const part = (heads / chunks.heads) * Math.ceil(tokens / chunks.queries) * tokens * 4;
  expect(part).toBeLessThanOrEqual(maxBufferBytes);
});

test('a batch takes room in each part', () => {
  const limits = { maxBufferBytes: 2 ** 27 };
  expect(attentionChunks(limits, 24, 4608, 4608, 2)).toEqual({ heads: 24, queries: 2 });
});
