import type { Target } from '../../runtime/device.ts';
import type { StoredTensor } from '../weights/weight-source.ts';
import type { FloatType, GraphBuilder, Value } from './graph-builder.ts';
import type { LowRank } from './low-rank.ts';
import { DATA_TYPE } from './messages.ts';

/** A linear layer as its branches see it. */
export interface Branched {
  readonly module: string;
  /** [..., in] */
  readonly x: Value;
  /** The layer's bias, when it is added behind the product. */
  readonly base: Value | null;
}

/** A power of 2 that keeps results within float16: what a feed-forward part adds may lie beyond it. */
const SHRINK = 64;

/** A branch and which of the LoRAs it belongs to. */
interface Branch extends LowRank {
  readonly lora: number;
}

/** What all branches of a layer come to. */
interface Factors {
  /** [in, rank], or turned. */
  readonly a: Value;
  /** [rank, out], or turned. */
  readonly b: Value;
  /** [rank] */
  readonly strengths: Value;
}

/**
 * Side branches of the linear layers of one graph, with a strength a LoRA as a run-time input. Where all strengths are 0
 * (behind a LoRA's window) they are skipped by a condition. That costs a step of the bundled model less than 1 %, where
 * multiplying by 0 costs 8 %; a second session without branches would cost nothing but hold all weights twice. Other devices
 * multiply by 0: ONNX Runtime decides conditions on the CPU, and what a branch makes would travel there and back.
 */
export class LowRankBranches {
  private readonly builder: GraphBuilder;
  private readonly arithmetic: FloatType;
  /** Products turn their factors themselves: a copy of each less. */
  private readonly isTurned: boolean;
  private readonly strengths: Value;
  /** Whether any LoRA is on; null where a condition costs more than it saves. */
  private readonly anyOn: Value | null;
  private readonly byModule: ReadonlyMap<string, readonly Branch[]>;

  /**
   * @param strengths float32 [LoRAs]
   * @param target what the products are computed on
   */
  constructor(
    builder: GraphBuilder,
    loras: readonly (readonly LowRank[])[],
    strengths: Value,
    target: Pick<Target, 'fused' | 'arithmetic'>,
  ) {
    this.builder = builder;
    this.arithmetic = target.arithmetic;
    this.isTurned = target.arithmetic === 'float32' && target.fused.has('FusedMatMul');
    this.strengths = strengths;
    this.byModule = byModule(loras);
    this.anyOn = target.fused.has('FusedMatMul') ? anyOf(builder, strengths) : null;
  }

  has(module: string): boolean {
    return this.byModule.has(module);
  }

  /** What is to be added to x W^T of each layer: base + strength * b a x; just the base where it has no branch or all strengths are 0. */
  addends(layers: readonly Branched[]): (Value | null)[] {
    const { builder } = this;
    const branched = layers.filter(({ module }) => this.has(module));
    if (branched.length === 0) return layers.map(({ base }) => base);
    const factors = branched.map(({ module }) => this.factors(module));
    const on = () => branched.map((layer, i) => this.addend(layer, factors[i] as Factors));
    const off = () => branched.map(({ base }) => base ?? builder.scalar(0));
    const chosen = this.anyOn ? builder.choose(this.anyOn, on, off) : on();
    return layers.map((layer) => chosen[branched.indexOf(layer)] ?? layer.base);
  }

  private addend({ x, base }: Branched, { a, b, strengths }: Factors): Value {
    const { builder } = this;
    const inner = builder.op('Mul', [this.product(this.shrunk(x), a), strengths]);
    const delta = this.grown(this.product(inner, b));
    return base ? builder.op('Add', [delta, base]) : delta;
  }

  /** In the type that the device calculates in; float32 in and out. */
  private product(x: Value, factor: Value): Value {
    const { builder, arithmetic } = this;
    if (this.isTurned) return builder.op('FusedMatMul', [x, factor], { transB: { int: 1 } });
    if (arithmetic === 'float32') return builder.op('MatMul', [x, factor]);
    const y = builder.op('MatMul', [cast(builder, x, arithmetic), factor]);
    return cast(builder, y, 'float32');
  }

  private shrunk(x: Value): Value {
    if (this.arithmetic === 'float32') return x;
    return this.builder.local(`shrunk ${x.name}`, () => this.scaled(x, 1 / SHRINK));
  }

  private grown(x: Value): Value {
    return this.arithmetic === 'float32' ? x : this.scaled(x, SHRINK);
  }

  private scaled(x: Value, by: number): Value {
    const { builder } = this;
    return builder.op('Mul', [x, builder.once(`scalar ${by}`, () => builder.scalar(by))]);
  }

  /** Made in the outer graph, where ONNX Runtime joins and turns constants once, when it loads. */
  private factors(module: string): Factors {
    const branches = this.byModule.get(module) ?? [];
    return {
      a: this.joined(
        branches.map(({ a }) => a),
        0,
      ),
      b: this.joined(
        branches.map(({ b }) => b),
        1,
      ),
      strengths: this.strengthPerRank(branches),
    };
  }

  /** Factors joined along the rank, as the right side of a product; the layers of a fused projection share theirs. */
  private joined(factors: readonly StoredTensor[], rankAxis: number): Value {
    const { builder } = this;
    const parts = factors.map((factor) => builder.stored(factor, this.arithmetic));
    return builder.once(`joined ${parts.map(({ name }) => name).join()}`, () => {
      const all =
        parts.length === 1
          ? (parts[0] as Value)
          : builder.op('Concat', parts, { axis: { int: rankAxis } });
      if (this.isTurned) return all;
      return builder.op('Transpose', [all], { perm: { ints: [1, 0] } });
    });
  }

  /** strength * scale of each rank of a layer's branches, [rank]; layers of one layout share it. */
  private strengthPerRank(branches: readonly Branch[]): Value {
    const { builder } = this;
    const perRank = <T>(of: (branch: Branch) => T) =>
      branches.flatMap((branch) => Array<T>(branch.a.shape[0] ?? 0).fill(of(branch)));
    const loras = perRank(({ lora }) => lora);
    const scales = perRank(({ scale }) => scale);
    return builder.once(`strength ${loras.join()} ${scales.join()}`, () => {
      const own = builder.op('Gather', [this.strengths, builder.ints(loras)]);
      return builder.op('Mul', [own, builder.floats(scales)]);
    });
  }
}

function cast(builder: GraphBuilder, x: Value, to: FloatType): Value {
  return builder.op('Cast', [x], { to: { int: DATA_TYPE[to] } });
}

function byModule(loras: readonly (readonly LowRank[])[]): ReadonlyMap<string, readonly Branch[]> {
  const all = loras.flatMap((branches, lora) => branches.map((branch) => ({ ...branch, lora })));
  return Map.groupBy(all, ({ module }) => module);
}

function anyOf(builder: GraphBuilder, strengths: Value): Value {
  const sum = builder.op('ReduceL1', [strengths], { keepdims: { int: 0 } });
  return builder.op('Cast', [sum], { to: { int: DATA_TYPE.bool } });
}
