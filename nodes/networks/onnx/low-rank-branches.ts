import { concat, dim, tensor, type Tensor } from '../../tensor.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import type { LowRank } from './low-rank.ts';
import { DATA_TYPE } from './messages.ts';

/** The low-rank branches of several LoRAs on one layer, joined along the rank. */
interface Joined {
  /** [in, rank]: transposed. */
  readonly a: Tensor;
  /** [rank, out]: transposed, scale included. */
  readonly b: Tensor;
  /** Which LoRA each rank belongs to. */
  readonly lora: readonly number[];
}

/** A linear layer as its branches see it. */
export interface Branched {
  readonly module: string;
  /** [..., in] */
  readonly x: Value;
  /** The layer's bias, when it is added behind the product. */
  readonly base: Value | null;
}

/**
 * Side branches of the linear layers of one graph, with a strength a LoRA as a run-time input. Where all strengths are 0
 * (behind a LoRA's window) they are skipped by a condition. That costs a step of the bundled model less than 1 %, where
 * multiplying by 0 costs 8 %; a second session without branches would cost nothing but hold all weights twice.
 */
export class LowRankBranches {
  private readonly builder: GraphBuilder;
  private readonly strengths: Value;
  private readonly anyOn: Value;
  private readonly byModule: ReadonlyMap<string, Joined>;
  private readonly perRank = new Map<string, Value>();

  /** @param strengths float [LoRAs] */
  constructor(builder: GraphBuilder, loras: readonly (readonly LowRank[])[], strengths: Value) {
    this.builder = builder;
    this.strengths = strengths;
    this.byModule = joined(loras);
    const sum = builder.op('ReduceL1', [strengths], { keepdims: { int: 0 } });
    this.anyOn = builder.op('Cast', [sum], { to: { int: DATA_TYPE.bool } });
  }

  has(module: string): boolean {
    return this.byModule.has(module);
  }

  /** What is to be added to x W^T of each layer: base + strength * b a x; just the base where it has no branch or all strengths are 0. */
  addends(layers: readonly Branched[]): (Value | null)[] {
    const { builder } = this;
    const branched = layers.filter(({ module }) => this.has(module));
    if (branched.length === 0) return layers.map(({ base }) => base);
    const strengths = branched.map(({ module }) => this.strengthPerRank(module));
    const chosen = builder.choose(
      this.anyOn,
      () => branched.map((layer, i) => this.addend(layer, strengths[i] as Value)),
      () => branched.map(({ base }) => base ?? builder.scalar(0)),
    );
    return layers.map((layer) => chosen[branched.indexOf(layer)] ?? layer.base);
  }

  private addend({ module, x, base }: Branched, strengths: Value): Value {
    const { builder } = this;
    const { a, b } = this.byModule.get(module) as Joined;
    const matMul = (value: Value, { data, shape }: Tensor) =>
      builder.op('MatMul', [value, builder.floats(data, shape)]);
    const delta = matMul(builder.op('Mul', [matMul(x, a), strengths]), b);
    return base ? builder.op('Add', [delta, base]) : delta;
  }

  /** The strength of each rank of a layer's branch, [rank]; layers of one layout share it. */
  private strengthPerRank(module: string): Value {
    const { lora } = this.byModule.get(module) as Joined;
    const key = lora.join();
    const known = this.perRank.get(key);
    if (known) return known;
    const made = this.builder.op('Gather', [this.strengths, this.builder.ints(lora)]);
    this.perRank.set(key, made);
    return made;
  }
}

function joined(loras: readonly (readonly LowRank[])[]): ReadonlyMap<string, Joined> {
  const parts = new Map<string, Joined[]>();
  loras.forEach((branches, lora) => {
    for (const { module, a, b, scale } of branches) {
      const part = {
        a,
        b: scaledTranspose(b, scale),
        lora: Array<number>(dim(a, 0)).fill(lora),
      };
      parts.set(module, [...(parts.get(module) ?? []), part]);
    }
  });
  return new Map(
    [...parts].map(([module, list]) => [
      module,
      {
        a: scaledTranspose(concat(list.map(({ a }) => a)), 1),
        b: concat(list.map(({ b }) => b)),
        lora: list.flatMap(({ lora }) => lora),
      },
    ]),
  );
}

function scaledTranspose(t: Tensor, scale: number): Tensor {
  const [rows, columns] = [dim(t, 0), dim(t, 1)];
  const data = new Float32Array(t.data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      data[column * rows + row] = (t.data[row * columns + column] as number) * scale;
    }
  }
  return tensor(data, [columns, rows]);
}
