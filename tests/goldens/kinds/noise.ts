import { TorchGenerator } from '../../../nodes/sampling/random/torch-generator.ts';
import { sizeOf, tensor, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';

function draw(seed: bigint, what: string): Tensor {
  const generator = new TorchGenerator(seed);
  const vector = (data: Float32Array) => tensor(data, [data.length]);
  const count = Number(/_?n(\d+)$/.exec(what)?.[1]);
  if (what === 'two_calls_n3_n3_n16') {
    const parts = [3, 3, 16].flatMap((n) => [...generator.normal(n)]);
    return vector(Float32Array.from(parts));
  }
  if (what.startsWith('uniform')) return vector(generator.uniform(count));
  if (what.startsWith('n')) return vector(generator.normal(count));
  const [dims = '', part] = what.split('.');
  const shape = dims.split('x').map(Number);
  const all = generator.normal(sizeOf(shape));
  if (part === 'first64') return vector(all.slice(0, 64));
  if (part === 'last64') return vector(all.slice(-64));
  return tensor(all, shape);
}

/** Outputs are named `<seed>.<shape>`; the sums of the large draws are left to their first and last values. */
export const noise: GoldenKind = {
  title: "torch's CPU noise",
  matches: (golden) => golden.name === 'noise',
  async compute(golden) {
    const names = Object.keys(golden.outputs).filter((name) => !name.endsWith('.sum'));
    return Object.fromEntries(
      names.map((name) => {
        const dot = name.indexOf('.');
        return [name, draw(BigInt(name.slice(0, dot)), name.slice(dot + 1))];
      }),
    );
  },
};
