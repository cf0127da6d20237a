/**
 * Steps that reuse what the network added to its input, while little would change. EasyCache: Zhou et al. 2025, arXiv 2507.02860,
 * section 3; which prompt decides, what is compared and when is as in ComfyUI.
 */
import { dim, slice, type Tensor } from '../tensor.ts';

export interface StepReuse {
  /** EasyCache reuses the network's answer to each prompt; LazyCache what guidance made of all. */
  readonly kind: 'EasyCache' | 'LazyCache';
  /** How much relative change may add up before the network is asked again. */
  readonly threshold: number;
  /** Shares of the sampling process, 0 (pure noise) to 1. */
  readonly start: number;
  readonly end: number;
}

/** Where a call lies: before the reuse starts it is only remembered, behind its end it is left alone. */
export type Phase = 'before' | 'within' | 'behind';

/** A model call: what is known by each key, side by side in equal parts of the input. */
export interface Call<Key> {
  readonly keys: readonly Key[];
  readonly input: Tensor;
}

export interface Reuse<Key> {
  /** A step begins: one decision holds for all its calls. */
  begin(): void;
  /** The answer to a call, reused or asked for. */
  answer(call: Call<Key>, phase: Phase, ask: () => Promise<Tensor>): Promise<Tensor>;
  /** The network answers otherwise from now on: nothing of before counts. */
  forget(): void;
  /** Steps that asked for nothing. */
  readonly skipped: number;
}

/** Every so many rows and columns are compared. */
const EVERY = 8;

/** Input and output of the key that decides, when it was last asked; `size` is the mean magnitude of what leads in that call. */
interface Seen {
  readonly input: Float32Array;
  readonly output: Float32Array;
  readonly size: number;
}

interface Following<Key> {
  /** Changes are followed before the reuse starts, too: LazyCache's way. */
  readonly early?: boolean;
  /** Whether a key's changes may count: of those in the first call that is followed, the last one's do. */
  readonly leads?: (key: Key) => boolean;
}

export function reuseSteps<Key>(
  threshold: number,
  { early = false, leads = () => true }: Following<Key> = {},
): Reuse<Key> {
  let decider: Key | null = null;
  const added = new Map<Key, Float32Array>();
  let seen: Seen | null = null;
  let rate: number | null = null;
  let change = 0;
  let skipping = false;
  let skipped = 0;

  const reused = ({ keys, input }: Call<Key>): Tensor => {
    const data = input.data.slice();
    const size = data.length / keys.length;
    keys.forEach((key, k) => {
      const own = added.get(key) as Float32Array;
      for (let i = 0; i < size; i++)
        data[k * size + i] = (data[k * size + i] as number) + (own[i] as number);
    });
    return { data, shape: input.shape };
  };

  return {
    begin() {
      skipping = false;
    },
    async answer(call, phase, ask) {
      if (phase === 'behind') return ask();
      const { keys, input } = call;
      const known = keys.every((key) => added.has(key));
      if (skipping && known) return reused(call);
      if (phase === 'within' || early) decider ??= keys.findLast(leads) ?? null;
      const place = decider === null ? -1 : keys.indexOf(decider);
      const part = (t: Tensor, k: number) => partOf(t, k, keys.length);
      const compared = (t: Tensor) => sample(part(t, place));

      const moved =
        phase === 'within' && seen && place >= 0 ? distance(compared(input), seen.input) : null;
      if (seen && moved !== null && rate !== null) {
        change += (rate * moved) / seen.size;
        if (change < threshold && known) {
          skipping = true;
          skipped++;
          return reused(call);
        }
        change = 0;
      }
      const output = await ask();
      if (place >= 0) {
        const now = {
          input: compared(input),
          output: compared(output),
          size: magnitude(keys.flatMap((key, k) => (leads(key) ? [part(output, k)] : []))),
        };
        if (seen && moved !== null) rate = distance(now.output, seen.output) / moved;
        seen = now;
      }
      keys.forEach((key, k) => {
        const from = part(input, k).data;
        added.set(
          key,
          part(output, k).data.map((value, i) => value - (from[i] as number)),
        );
      });
      return output;
    },
    forget() {
      added.clear();
      [decider, seen, rate, change] = [null, null, null, 0];
    },
    get skipped() {
      return skipped;
    },
  };
}

/** The `index`-th of `count` equal parts of a batch. */
function partOf(t: Tensor, index: number, count: number): Tensor {
  const items = dim(t, 0) / count;
  return slice(t, index * items, (index + 1) * items);
}

/** Every eighth row and column. */
function sample({ data, shape }: Tensor): Float32Array {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return data.filter((_, i) => {
    return (Math.floor(i / columns) % rows) % EVERY === 0 && (i % columns) % EVERY === 0;
  });
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / a.length;
}

/** Mean magnitude of tensors of one size. */
function magnitude(tensors: readonly Tensor[]): number {
  let sum = 0;
  let count = 0;
  for (const { data } of tensors) {
    for (const value of data) sum += Math.abs(value);
    count += data.length;
  }
  return sum / count;
}
