import { UNDIVIDED, type AttentionChunks } from './attention-chunks.ts';
import type { Value } from './graph-builder.ts';
import type { Ops } from './ops.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Width of one head. */
  readonly headDim: number;
  /** Multiplies the logits; default 1 / sqrt(headDim). */
  readonly scale?: number;
  /** Added to the logits. */
  readonly bias?: AttentionBias;
}

interface AttentionBias {
  /** [1, heads or 1, queries, keys] */
  readonly value: Value;
  /** Whether each head has its own. */
  readonly perHead: boolean;
}

/** One operator for all of multi-head attention. */
export function fusedAttention(
  { b }: Ops,
  q: Value,
  k: Value,
  v: Value,
  { heads, headDim, bias, scale = headDim ** -0.5 }: AttentionOptions,
): Value {
  return b.op('MultiHeadAttention', [q, k, v, null, null, ...(bias ? [bias.value] : [])], {
    num_heads: { int: heads },
    scale: { float: scale },
  });
}

/** The same from plain operators, in parts that fit the device. */
export function decomposedAttention(
  ops: Ops,
  q: Value,
  k: Value,
  v: Value,
  { heads, headDim, bias, scale = headDim ** -0.5 }: AttentionOptions,
  chunks: AttentionChunks = UNDIVIDED,
): Value {
  const { b } = ops;
  const split = (x: Value) => ops.reshape(x, [0, 0, heads, headDim]);
  const byHead = (x: Value) => splitHeads(ops, x, chunks.heads);
  const keys = byHead(ops.transpose(split(k), [0, 2, 3, 1]));
  const queries = byHead(ops.mul(ops.transpose(split(q), [0, 2, 1, 3]), ops.scalar(scale)));
  const values = byHead(ops.transpose(split(v), [0, 2, 1, 3]));
  const biases = bias?.perHead ? byHead(bias.value) : queries.map(() => bias?.value);
  const out = queries.map((query, i) => {
    const bias = biases[i];
    const ownBias = bias && splitQueries(ops, bias, chunks.queries);
    const rows = splitQueries(ops, query, chunks.queries).map((some, j) => {
      const logits = b.op('MatMul', [some, keys[i] as Value]);
      const added = ownBias ? ops.add(logits, ownBias[j] as Value) : logits;
      const weights = b.op('Softmax', [added], { axis: { int: -1 } });
      return b.op('MatMul', [weights, values[i] as Value]);
    });
    return joined(ops, rows, 2);
  });
  return ops.reshape(ops.transpose(joined(ops, out, 1), [0, 2, 1, 3]), [0, 0, heads * headDim]);
}

/** [batch, heads, ...] in equal parts. */
function splitHeads({ b }: Ops, x: Value, parts: number): Value[] {
  if (parts === 1) return [x];
  return b.ops('Split', [x], parts, { axis: { int: 1 }, num_outputs: { int: parts } });
}

/** [batch, heads, queries, width] in parts that differ by one query at most: how many there are is known at run time only. */
function splitQueries(ops: Ops, x: Value, parts: number): Value[] {
  if (parts === 1) return [x];
  const { b } = ops;
  const count = b.op('Shape', [x], { start: { int: 2 }, end: { int: 3 } });
  const border = (i: number) => b.op('Div', [ops.mul(count, ops.ints([i])), ops.ints([parts])]);
  return Array.from({ length: parts }, (_, i) =>
    b.op('Slice', [x, border(i), border(i + 1), ops.ints([2])]),
  );
}

function joined(ops: Ops, parts: readonly Value[], axis: number): Value {
  return parts.length === 1 ? (parts[0] as Value) : ops.concat(parts, axis);
}
