import { concat, dim, tensor, type Tensor } from '../../tensor.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import type { LowRank } from './low-rank.ts';

/** The low-rank branches of several LoRAs on one layer, joined along the rank. */
interface Joined {
  /** [in, rank]: transposed. */
  readonly a: Tensor;
  /** [rank, out]: transposed, scale included. */
  readonly b: Tensor;
  /** Which LoRA each rank belongs to. */
  readonly lora: readonly number[];
}

/** Side branches of the linear layers of one graph, with a strength a LoRA as a run-time input. */
export class LowRankBranches {
  private readonly builder: GraphBuilder;
  private readonly strengths: Value;
  private readonly byModule: ReadonlyMap<string, Joined>;
  private readonly perRank = new Map<string, Value>();

  /** @param strengths float [LoRAs] */
  constructor(builder: GraphBuilder, loras: readonly (readonly LowRank[])[], strengths: Value) {
    this.builder = builder;
    this.strengths = strengths;
    this.byModule = joined(loras);
  }

  /** y + strength * b a x where the layer has a branch, else y. x [..., in], y [..., out]. */
  add(module: string, x: Value, y: Value): Value {
    const branch = this.byModule.get(module);
    if (!branch) return y;
    const { builder } = this;
    const matMul = (value: Value, { data, shape }: Tensor) =>
      builder.op('MatMul', [value, builder.floats(data, shape)]);
    const down = builder.op('Mul', [matMul(x, branch.a), this.strengthPerRank(branch.lora)]);
    return builder.op('Add', [y, matMul(down, branch.b)]);
  }

  private strengthPerRank(lora: readonly number[]): Value {
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
