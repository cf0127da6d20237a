/**
 * Layers as papers name them, over the graph builder. Module names are those of the reference's tensors:
 * `linear('to_q', x)` reads `to_q.weight` and `to_q.bias`. Fused operators that a device gets wrong are built from plain ones.
 */
import type { FusedOperator, Target } from '../../runtime/device.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import type { Branched, LowRankBranches } from './low-rank-branches.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Width of one head. */
  readonly headDim: number;
  /** Multiplies the logits; default 1 / sqrt(headDim). */
  readonly scale?: number;
  /** Added to the logits: broadcasts to [batch, heads, queries, keys]. */
  readonly bias?: Value;
}

export class Layers {
  readonly b: GraphBuilder;
  readonly weights: WeightSource;
  private readonly fused: ReadonlySet<FusedOperator>;
  private readonly batch: Value;
  private readonly branches: LowRankBranches | null;
  private readonly constants = new Map<string, Value>();

  /** @param batch int64 [1]: the batch size, which `linear` restores on [batch, tokens, width] */
  constructor(
    b: GraphBuilder,
    weights: WeightSource,
    { fused }: Target,
    batch: Value,
    branches: LowRankBranches | null = null,
  ) {
    this.b = b;
    this.weights = weights;
    this.fused = fused;
    this.batch = batch;
    this.branches = branches;
  }

  has(name: string): boolean {
    return this.weights.tensors.has(name);
  }

  weight(name: string): Value {
    return this.b.weight(this.weights, name);
  }

  /** [batch, tokens, in] to [batch, tokens, out]: x W^T + b, the bias where there is one, and low-rank branches. */
  linear(name: string, x: Value): Value {
    return this.linears([[name, x]])[0] as Value;
  }

  /** Linear layers side by side: one condition lets all their low-rank branches in, which costs less than one each. */
  linears(layers: readonly (readonly [name: string, x: Value])[]): Value[] {
    const apart = this.fused.has('FusedMatMul');
    const addends = this.addends(
      layers.map(([module, x]) => ({ module, x, base: apart ? this.bias(module) : null })),
    );
    return layers.map(([name, x], i) => {
      const y = apart ? this.product(name, x) : this.gemm(name, x);
      const addend = addends[i];
      return addend ? this.add(y, addend) : y;
    });
  }

  /** gelu(x W^T + b) in its tanh form. */
  linearGelu(name: string, x: Value): Value {
    const bias = this.bias(name);
    if (!bias || !this.fused.has('FastGelu') || this.branches?.has(name)) {
      return this.gelu(this.linear(name, x), 'tanh');
    }
    return this.b.op('FastGelu', [this.product(name, x), bias]);
  }

  /** [rows, in] to [rows, out], with the layer's low-rank branches. */
  linear2d(name: string, x: Value): Value {
    const y = this.gemm2d(name, x);
    const [addend] = this.addends([{ module: name, x, base: null }]);
    return addend ? this.add(y, addend) : y;
  }

  /** x W^T. On the CPU a bias costs less as an Add of its own than in Gemm, which copies it out first. */
  private product(name: string, x: Value): Value {
    return this.b.op('FusedMatMul', [x, this.weight(`${name}.weight`)], { transB: { int: 1 } });
  }

  private gemm(name: string, x: Value): Value {
    const [out = 0, into = 0] = this.weights.tensors.get(`${name}.weight`)?.shape ?? [];
    return this.tokens(this.gemm2d(name, this.reshape(x, [-1, into])), out);
  }

  private gemm2d(name: string, x: Value): Value {
    return this.b.op('Gemm', [x, this.weight(`${name}.weight`), this.bias(name)], {
      transB: { int: 1 },
    });
  }

  private bias(name: string): Value | null {
    return this.has(`${name}.bias`) ? this.weight(`${name}.bias`) : null;
  }

  private addends(layers: readonly Branched[]): readonly (Value | null)[] {
    return this.branches?.addends(layers) ?? layers.map(({ base }) => base);
  }

  /** [batch * tokens, width] to [batch, tokens, width]. */
  tokens(x: Value, width: number): Value {
    const shape = this.constant(`tokens ${width}`, () =>
      this.b.op('Concat', [this.batch, this.b.ints([-1, width])], { axis: { int: 0 } }),
    );
    return this.b.op('Reshape', [x, shape]);
  }

  /** 0 keeps the axis, -1 is inferred. */
  reshape(x: Value, shape: readonly number[]): Value {
    return this.b.op('Reshape', [x, this.ints(shape)]);
  }

  transpose(x: Value, axes: readonly number[]): Value {
    return this.b.op('Transpose', [x], { perm: { ints: axes } });
  }

  concat(parts: readonly Value[], axis: number): Value {
    return this.b.op('Concat', parts, { axis: { int: axis } });
  }

  add(a: Value, b: Value): Value {
    return this.b.op('Add', [a, b]);
  }

  mul(a: Value, b: Value): Value {
    return this.b.op('Mul', [a, b]);
  }

  silu(x: Value): Value {
    return this.mul(x, this.b.op('Sigmoid', [x]));
  }

  /** x sigmoid(1.702 x), CLIP-L's. */
  quickGelu(x: Value): Value {
    return this.mul(x, this.b.op('Sigmoid', [this.mul(x, this.scalar(1.702))]));
  }

  gelu(x: Value, form: 'tanh' | 'erf'): Value {
    if (this.fused.has('Gelu')) {
      return this.b.op('Gelu', [x], { approximate: form === 'tanh' ? 'tanh' : 'none' });
    }
    const half = this.mul(x, this.scalar(0.5));
    if (form === 'erf') {
      const erf = this.b.op('Erf', [this.mul(x, this.scalar(Math.SQRT1_2))]);
      return this.mul(half, this.add(erf, this.scalar(1)));
    }
    const cubic = this.mul(this.mul(this.mul(x, x), x), this.scalar(0.044715));
    const inner = this.mul(this.add(x, cubic), this.scalar(Math.sqrt(2 / Math.PI)));
    return this.mul(half, this.add(this.b.op('Tanh', [inner]), this.scalar(1)));
  }

  /** Over the last axis, with the module's weight and bias. */
  layerNorm(name: string, x: Value, epsilon: number): Value {
    return this.normalise(x, this.weight(`${name}.weight`), this.weight(`${name}.bias`), epsilon);
  }

  /** Layer norm whose scale and bias are values: (x - mean) / std * scale + bias. */
  normalise(x: Value, scale: Value, bias: Value, epsilon: number): Value {
    if (this.fused.has('LayerNormalization')) {
      return this.b.op('LayerNormalization', [x, scale, bias], { epsilon: { float: epsilon } });
    }
    const centred = this.b.op('Sub', [x, this.mean(x)]);
    return this.add(this.mul(this.divideByRms(centred, epsilon), scale), bias);
  }

  /** Layer norm over a last axis of `width`, without weights. */
  standardise(x: Value, width: number, epsilon: number): Value {
    const one = this.constant(`ones ${width}`, () => this.b.floats(Array(width).fill(1)));
    const zero = this.constant(`zeros ${width}`, () => this.b.floats(Array(width).fill(0)));
    return this.normalise(x, one, zero, epsilon);
  }

  /** RMS norm with the module's weight. */
  rmsNorm(name: string, x: Value, epsilon: number): Value {
    return this.rms(x, this.weight(`${name}.weight`), epsilon);
  }

  /** x / rms(x) * weight over the last axis; T5's norm and SD3.5's QK norm. */
  rms(x: Value, weight: Value, epsilon: number): Value {
    if (this.fused.has('RMSNormalization')) {
      return this.b.op('RMSNormalization', [x, weight], { epsilon: { float: epsilon } });
    }
    return this.mul(this.divideByRms(x, epsilon), weight);
  }

  /**
   * RMS norm of every head of [batch, tokens, heads * headDim] by itself. ONNX Runtime's own norm takes most of its time
   * between rows this short on the CPU; there a small product spreads each head's 1 / rms and the weight over its width.
   */
  headNorm(name: string, x: Value, heads: number, headDim: number, epsilon: number): Value {
    const split = this.reshape(x, [0, 0, heads, headDim]);
    if (!this.fused.has('FusedMatMul')) {
      return this.reshape(this.rmsNorm(name, split, epsilon), [0, 0, heads * headDim]);
    }
    const power = this.b.op('ReduceSumSquare', [split, this.ints([-1])], { keepdims: { int: 0 } });
    const norm = this.b.op('Sqrt', [this.add(power, this.scalar(headDim * epsilon))]);
    const spread = this.constant(`spread ${heads}`, () => spreadHeads(this.b, heads, headDim));
    const weight = this.reshape(this.mul(spread, this.weight(`${name}.weight`)), [heads, -1]);
    return this.mul(x, this.b.op('MatMul', [this.b.op('Reciprocal', [norm]), weight]));
  }

  /**
   * Turns neighbouring channels of every head of [batch, tokens, heads * headDim] as pairs, by the angles of their position.
   * @param cos [tokens, headDim / 2], and so `sin`
   */
  rotary(x: Value, cos: Value, sin: Value, heads: number): Value {
    if (this.fused.has('RotaryEmbedding')) {
      const first = this.constant('position 0', () => this.b.ints([0]));
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

  /** Multi-head attention. q [batch, queries, heads * headDim], k and v [batch, keys, heads * headDim]. */
  attention(q: Value, k: Value, v: Value, options: AttentionOptions): Value {
    const { heads, headDim, bias, scale = headDim ** -0.5 } = options;
    if (this.fused.has('MultiHeadAttention')) {
      return this.b.op('MultiHeadAttention', [q, k, v, null, null, ...(bias ? [bias] : [])], {
        num_heads: { int: heads },
        scale: { float: scale },
      });
    }
    const split = (x: Value) => this.reshape(x, [0, 0, heads, headDim]);
    const keys = this.transpose(split(k), [0, 2, 3, 1]);
    const queries = this.mul(this.transpose(split(q), [0, 2, 1, 3]), this.scalar(scale));
    const logits = this.b.op('MatMul', [queries, keys]);
    const weights = this.b.op('Softmax', [bias ? this.add(logits, bias) : logits], {
      axis: { int: -1 },
    });
    const out = this.b.op('MatMul', [weights, this.transpose(split(v), [0, 2, 1, 3])]);
    return this.reshape(this.transpose(out, [0, 2, 1, 3]), [0, 0, heads * headDim]);
  }

  /** A float constant, made once. */
  scalar(value: number): Value {
    return this.constant(`scalar ${value}`, () => this.b.scalar(value));
  }

  /** An int64 list, made once. */
  ints(values: readonly number[]): Value {
    return this.constant(`ints ${values.join()}`, () => this.b.ints(values));
  }

  private divideByRms(x: Value, epsilon: number): Value {
    const power = this.mean(this.mul(x, x));
    return this.b.op('Div', [x, this.b.op('Sqrt', [this.add(power, this.scalar(epsilon))])]);
  }

  private mean(x: Value): Value {
    return this.b.op('ReduceMean', [x, this.ints([-1])], { keepdims: { int: 1 } });
  }

  private constant(key: string, make: () => Value): Value {
    const known = this.constants.get(key);
    if (known) return known;
    const made = make();
    this.constants.set(key, made);
    return made;
  }
}

/** [heads, heads, headDim]: sqrt(headDim) on each head's own row, else 0. */
function spreadHeads(b: GraphBuilder, heads: number, headDim: number): Value {
  const data = new Float32Array(heads * heads * headDim);
  for (let head = 0; head < heads; head++) {
    const start = head * (heads + 1) * headDim;
    data.fill(Math.sqrt(headDim), start, start + headDim);
  }
  return b.floats(data, [heads, heads, headDim]);
}
