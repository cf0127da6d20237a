import type { Target } from '../../runtime/device.ts';
import { linearForm, type LinearForm } from '../weights/linear-form.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { FloatType, GraphBuilder, Value } from './graph-builder.ts';
import { Norms } from './norms.ts';
import { blocksProduct, int8Product } from './quantised-products.ts';

/** `wide`: results may lie beyond float16's 65504, as what feed-forward parts give to the residual stream. */
export type Range = 'narrow' | 'wide';

/** A power of 2: what is divided by it before a float16 product and multiplied behind it loses next to nothing. */
const SHRINK = 64;

/** Products with the weights of modules, in whatever form these are stored. In and out are float32. */
export class Linear extends Norms {
  private readonly batch: Value;

  /** @param batch int64 [1]: the batch size, which `tokens` restores */
  constructor(b: GraphBuilder, weights: WeightSource, target: Target, batch: Value) {
    super(b, weights, target);
    this.batch = batch;
  }

  /** [batch * tokens, width] to [batch, tokens, width]. */
  tokens(x: Value, width: number): Value {
    const shape = this.b.once(`tokens ${width}`, () =>
      this.b.op('Concat', [this.batch, this.b.ints([-1, width])], { axis: { int: 0 } }),
    );
    return this.b.op('Reshape', [x, shape]);
  }

  protected bias(name: string, type: FloatType = 'float32'): Value | null {
    const bias = `${name}.bias`;
    return this.has(bias) ? this.b.weight(this.weights, bias, type) : null;
  }

  /** x W^T on [batch, tokens, in]. On the CPU a bias costs less as an Add of its own than in Gemm, which copies it out first. */
  protected product(name: string, x: Value): Value {
    const form = linearForm(this.weights, name);
    if (form.kind === 'plain') {
      return this.b.op('FusedMatMul', [x, this.weight(`${name}.weight`)], { transB: { int: 1 } });
    }
    return this.quantised(name, form, x, 'float32');
  }

  /** x W^T + b on [batch, tokens, in]. */
  protected affine(name: string, x: Value, range: Range): Value {
    const form = linearForm(this.weights, name);
    return this.inArithmetic(name, form, x, range, (narrow, bias, type) => {
      if (form.kind !== 'plain')
        return this.addBias(this.quantised(name, form, narrow, type), bias);
      const rows = this.reshape(narrow, [-1, form.into]);
      return this.tokens(this.gemm(name, rows, bias, type), form.out);
    });
  }

  /** x W^T + b on [rows, in]. */
  protected affine2d(name: string, x: Value): Value {
    const form = linearForm(this.weights, name);
    return this.inArithmetic(name, form, x, 'narrow', (narrow, bias, type) =>
      form.kind === 'plain'
        ? this.gemm(name, narrow, bias, type)
        : this.addBias(this.quantised(name, form, narrow, type), bias),
    );
  }

  /** Hands `compute` input and bias in the type that the product is computed in, and its result on as float32. */
  private inArithmetic(
    name: string,
    form: LinearForm,
    x: Value,
    range: Range,
    compute: (x: Value, bias: Value | null, type: FloatType) => Value,
  ): Value {
    if (!this.isHalf(name, form)) return compute(x, this.bias(name), 'float32');
    if (range === 'narrow') {
      const half = this.b.local(`half ${x.name}`, () => this.cast(x, 'float16'));
      return this.cast(compute(half, this.bias(name, 'float16'), 'float16'), 'float32');
    }
    const small = this.cast(this.mul(x, this.scalar(1 / SHRINK)), 'float16');
    const y = this.cast(compute(small, null, 'float16'), 'float32');
    return this.addBias(this.mul(y, this.scalar(SHRINK)), this.bias(name));
  }

  /** Weights that are not float16 themselves may lie beyond its range; blocks hold small numbers and their scales. */
  private isHalf(name: string, { kind }: LinearForm): boolean {
    if (this.target.arithmetic === 'float32') return false;
    const { type } = this.weights.tensors.get(`${name}.weight`) ?? {};
    return kind === 'blocks' || (kind === 'plain' && type === 'F16');
  }

  private quantised(
    name: string,
    form: Exclude<LinearForm, { kind: 'plain' }>,
    x: Value,
    type: FloatType,
  ): Value {
    return form.kind === 'blocks'
      ? blocksProduct(this, this.weights, name, form, x, type)
      : int8Product(this, this.weights, name, form, x);
  }

  private gemm(name: string, x: Value, bias: Value | null, type: FloatType): Value {
    const weight = this.b.weight(this.weights, `${name}.weight`, type);
    return this.b.op('Gemm', [x, weight, bias], { transB: { int: 1 } });
  }

  private addBias(x: Value, bias: Value | null): Value {
    return bias ? this.add(x, bias) : x;
  }
}
