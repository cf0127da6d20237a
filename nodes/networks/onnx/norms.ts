import type { Target } from '../../runtime/device.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { Ops } from './ops.ts';

/** Norms, with weights where a module has them. */
export class Norms extends Ops {
  readonly weights: WeightSource;

  constructor(b: GraphBuilder, weights: WeightSource, target: Target) {
    super(b, target);
    this.weights = weights;
  }

  has(name: string): boolean {
    return this.weights.tensors.has(name);
  }

  weight(name: string): Value {
    return this.b.weight(this.weights, name);
  }

  /** Over the last axis, with the module's weight and bias. */
  layerNorm(name: string, x: Value, epsilon: number): Value {
    return this.normalise(x, this.weight(`${name}.weight`), this.weight(`${name}.bias`), epsilon);
  }

  /** Layer norm whose scale and bias are values: (x - mean) / std * scale + bias. */
  normalise(x: Value, scale: Value, bias: Value, epsilon: number): Value {
    if (this.target.fused.has('LayerNormalization')) {
      return this.b.op('LayerNormalization', [x, scale, bias], { epsilon: { float: epsilon } });
    }
    const centred = this.b.op('Sub', [x, this.mean(x)]);
    return this.add(this.mul(this.divideByRms(centred, epsilon), scale), bias);
  }

  /** Layer norm over a last axis of `width`, without weights. */
  standardise(x: Value, width: number, epsilon: number): Value {
    const one = this.b.once(`ones ${width}`, () => this.b.floats(Array(width).fill(1)));
    const zero = this.b.once(`zeros ${width}`, () => this.b.floats(Array(width).fill(0)));
    return this.normalise(x, one, zero, epsilon);
  }

  /** RMS norm with the module's weight. */
  rmsNorm(name: string, x: Value, epsilon: number): Value {
    return this.rms(x, this.weight(`${name}.weight`), epsilon);
  }

  /** x / rms(x) * weight over the last axis; T5's norm and SD3.5's QK norm. */
  rms(x: Value, weight: Value, epsilon: number): Value {
    if (this.target.fused.has('RMSNormalization')) {
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
    if (!this.target.fused.has('FusedMatMul')) {
      return this.reshape(this.rmsNorm(name, split, epsilon), [0, 0, heads * headDim]);
    }
    const power = this.b.op('ReduceSumSquare', [split, this.ints([-1])], { keepdims: { int: 0 } });
    const norm = this.b.op('Sqrt', [this.add(power, this.scalar(headDim * epsilon))]);
    const spread = this.b.once(`spread ${heads}`, () => spreadHeads(this.b, heads, headDim));
    const weight = this.reshape(this.mul(spread, this.weight(`${name}.weight`)), [heads, -1]);
    return this.mul(x, this.b.op('MatMul', [this.b.op('Reciprocal', [norm]), weight]));
  }

  private divideByRms(x: Value, epsilon: number): Value {
    const power = this.mean(this.mul(x, x));
    return this.b.op('Div', [x, this.b.op('Sqrt', [this.add(power, this.scalar(epsilon))])]);
  }

  private mean(x: Value): Value {
    return this.b.op('ReduceMean', [x, this.ints([-1])], { keepdims: { int: 1 } });
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
