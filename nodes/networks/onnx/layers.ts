/**
 * Layers as papers name them, over the graph builder. Module names are those of the reference's tensors:
 * `linear('to_q', x)` reads `to_q.weight` and `to_q.bias`. Activations are float32 between layers, whatever happens inside one.
 */
import type { Target } from '../../runtime/device.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { UNDIVIDED, type AttentionChunks } from './attention-chunks.ts';
import { decomposedAttention, fusedAttention, type AttentionOptions } from './attention.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { Linear, type Range } from './linear.ts';
import type { Branched, LowRankBranches } from './low-rank-branches.ts';

export class Layers extends Linear {
  private readonly branches: LowRankBranches | null;
  private readonly chunks: AttentionChunks;

  /**
   * @param batch int64 [1]: the batch size, which `linear` restores on [batch, tokens, width]
   * @param chunks of attention where it is not fused
   */
  constructor(
    b: GraphBuilder,
    weights: WeightSource,
    target: Target,
    batch: Value,
    branches: LowRankBranches | null = null,
    chunks: AttentionChunks = UNDIVIDED,
  ) {
    super(b, weights, target, batch);
    this.branches = branches;
    this.chunks = chunks;
  }

  /** [batch, tokens, in] to [batch, tokens, out]: x W^T + b, the bias where there is one, and low-rank branches. */
  linear(name: string, x: Value, range: Range = 'narrow'): Value {
    return this.linears([[name, x]], range)[0] as Value;
  }

  /** Linear layers side by side: one condition lets all their low-rank branches in, which costs less than one each. */
  linears(
    layers: readonly (readonly [name: string, x: Value])[],
    range: Range = 'narrow',
  ): Value[] {
    const apart = this.apart;
    const addends = this.addends(
      layers.map(([module, x]) => ({ module, x, base: apart ? this.bias(module) : null })),
    );
    return layers.map(([name, x], i) => {
      const y = apart ? this.product(name, x) : this.affine(name, x, range);
      const addend = addends[i];
      return addend ? this.add(y, addend) : y;
    });
  }

  /** gelu(x W^T + b) in its tanh form. */
  linearGelu(name: string, x: Value): Value {
    const bias = this.bias(name);
    const fused = this.apart && this.target.fused.has('FastGelu');
    if (!bias || !fused || this.branches?.has(name)) return this.gelu(this.linear(name, x), 'tanh');
    return this.b.op('FastGelu', [this.product(name, x), bias]);
  }

  /** [rows, in] to [rows, out], with the layer's low-rank branches. */
  linear2d(name: string, x: Value): Value {
    const y = this.affine2d(name, x);
    const [addend] = this.addends([{ module: name, x, base: null }]);
    return addend ? this.add(y, addend) : y;
  }

  /** Multi-head attention. q [batch, queries, heads * headDim], k and v [batch, keys, heads * headDim]. */
  attention(q: Value, k: Value, v: Value, options: AttentionOptions): Value {
    return this.target.fused.has('MultiHeadAttention')
      ? fusedAttention(this, q, k, v, options)
      : decomposedAttention(this, q, k, v, options, this.chunks);
  }

  /**
   * Turns neighbouring channels of every head of [batch, tokens, heads * headDim] as pairs, by the angles of their position.
   * @param cos [tokens, headDim / 2], and so `sin`
   */
  rotary(x: Value, cos: Value, sin: Value, heads: number): Value {
    if (this.target.fused.has('RotaryEmbedding')) {
      const first = this.b.once('position 0', () => this.b.ints([0]));
      return this.b.op('RotaryEmbedding', [x, first, cos, sin], {
        interleaved: { int: 1 },
        num_heads: { int: heads },
      });
    }
    const [even, odd] = this.b.ops('Split', [this.reshape(x, [0, 0, heads, -1, 2])], 2, {
      axis: { int: -1 },
      num_outputs: { int: 2 },
    }) as [Value, Value];
    const perPair = (table: Value) => this.b.op('Unsqueeze', [table, this.ints([1, 3])]);
    const [c, s] = [perPair(cos), perPair(sin)];
    const turned = [
      this.b.op('Sub', [this.mul(even, c), this.mul(odd, s)]),
      this.add(this.mul(even, s), this.mul(odd, c)),
    ];
    return this.b.op('Reshape', [this.concat(turned, -1), this.b.op('Shape', [x])]);
  }

  /** Whether biases are added behind products, with the branches. */
  private get apart(): boolean {
    return this.target.arithmetic === 'float32' && this.target.fused.has('FusedMatMul');
  }

  private addends(layers: readonly Branched[]): readonly (Value | null)[] {
    return this.branches?.addends(layers) ?? layers.map(({ base }) => base);
  }
}
