import type { Target } from '../../runtime/device.ts';
import type { FloatType, GraphBuilder, Value } from './graph-builder.ts';
import { DATA_TYPE } from './messages.ts';

/** Arithmetic as papers write it, over the graph builder. Fused operators that a device gets wrong are built from plain ones. */
export class Ops {
  readonly b: GraphBuilder;
  readonly target: Target;

  constructor(b: GraphBuilder, target: Target) {
    this.b = b;
    this.target = target;
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

  cast(x: Value, to: FloatType): Value {
    return this.b.op('Cast', [x], { to: { int: DATA_TYPE[to] } });
  }

  silu(x: Value): Value {
    return this.mul(x, this.b.op('Sigmoid', [x]));
  }

  /** x sigmoid(1.702 x), CLIP-L's. */
  quickGelu(x: Value): Value {
    return this.mul(x, this.b.op('Sigmoid', [this.mul(x, this.scalar(1.702))]));
  }

  gelu(x: Value, form: 'tanh' | 'erf'): Value {
    if (this.target.fused.has('Gelu')) {
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

  /** A float constant, made once. */
  scalar(value: number): Value {
    return this.b.once(`scalar ${value}`, () => this.b.scalar(value));
  }

  /** An int64 list, made once. */
  ints(values: readonly number[]): Value {
    return this.b.once(`ints ${values.join()}`, () => this.b.ints(values));
  }
}
