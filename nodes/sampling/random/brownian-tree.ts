/**
 * A Brownian path over an interval of time that is the same however it is asked: the interval is halved again and again,
 * and the value at each middle is drawn from a seed that belongs to that place (torchsde's BrownianTree, bit for bit).
 */
import { seedSequence } from './seed-sequence.ts';
import { TorchGenerator } from './torch-generator.ts';

const { fround } = Math;
const POOL_SIZE = 24;

interface Interval {
  readonly start: number;
  readonly end: number;
  /** Path from the root, as its binary digits. */
  readonly key: bigint;
  readonly depth: number;
  halves: readonly [Interval, Interval] | null;
}

const GRID = 1e6;

/** To the nearest of a million parts, a tie to the even one (Python's round to six digits). */
function onGrid(time: number): number {
  const part = Math.floor(time * GRID);
  const isTie = time === (2 * part + 1) / (2 * GRID) && (2 * part + 1) % 5 ** 6 === 0;
  if (isTie) return (part % 2 === 0 ? part : part + 1) / GRID;
  return Number(time.toFixed(6));
}

export class BrownianTree {
  private readonly entropy: bigint;
  private readonly size: number;
  private readonly root: Interval;
  private readonly rootIncrement: Float32Array;
  /** Increments that the last query needed: the next one starts where it ended. */
  private known = new Map<Interval, Float32Array>();

  /** @param size numbers that move side by side */
  constructor(entropy: bigint, size: number, start: number, end: number) {
    this.entropy = entropy;
    this.size = size;
    this.root = { start: onGrid(start), end: onGrid(end), key: 0n, depth: 0, halves: null };
    const [seed] = seedSequence(entropy, [], POOL_SIZE, 1);
    const scale = fround(Math.sqrt(end - start));
    this.rootIncrement = this.draw(seed as number).map((value) => value * scale);
  }

  /** How far the path goes from `start` to `end`; times beyond the tree's are cut to it. */
  increment(start: number, end: number): Float32Array {
    const clip = (time: number) => Math.min(Math.max(time, this.root.start), this.root.end);
    const [from, to] = [onGrid(clip(start)), onGrid(clip(end))];
    const sum = new Float32Array(this.size);
    if (from === to) return sum;
    const before = this.known;
    this.known = new Map([[this.root, this.rootIncrement]]);
    this.accumulate(this.root, from, to, sum, before);
    return sum;
  }

  private accumulate(
    at: Interval,
    from: number,
    to: number,
    sum: Float32Array,
    before: ReadonlyMap<Interval, Float32Array>,
  ): void {
    if (from === at.start && to === at.end) {
      const increment = this.known.get(at) as Float32Array;
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (increment[i] as number);
      return;
    }
    const [left, right] = this.halve(at, before);
    if (from < left.end) this.accumulate(left, from, Math.min(to, left.end), sum, before);
    if (to > right.start) this.accumulate(right, Math.max(from, right.start), to, sum, before);
  }

  /** The halves, with their increments among `known`: the left one's is the bridge's mean and noise, the right one's the rest. */
  private halve(
    at: Interval,
    before: ReadonlyMap<Interval, Float32Array>,
  ): readonly [Interval, Interval] {
    if (!at.halves) {
      const middle = onGrid((at.end + at.start) / 2);
      const child = (start: number, end: number, bit: bigint): Interval => {
        return { start, end, key: at.key * 2n + bit, depth: at.depth + 1, halves: null };
      };
      at.halves = [child(at.start, middle, 0n), child(middle, at.end, 1n)];
    }
    const [left, right] = at.halves;
    const [knownLeft, knownRight] = [before.get(left), before.get(right)];
    if (knownLeft && knownRight) this.known.set(left, knownLeft).set(right, knownRight);
    else this.bridge(at, left, right);
    return at.halves;
  }

  private bridge(at: Interval, left: Interval, right: Interval): void {
    const whole = this.known.get(at) as Float32Array;
    const [seed] = seedSequence(this.entropy, [at.key, BigInt(at.depth)], POOL_SIZE, 1);
    const noise = this.draw(seed as number);
    const perTime = 1 / (at.end - at.start);
    const [before, after] = [left.end - left.start, right.end - right.start];
    const deviation = fround(Math.sqrt(before * after * perTime));
    const [share, scale] = [fround(before), fround(perTime)];
    const rest = new Float32Array(this.size);
    for (let i = 0; i < this.size; i++) {
      const total = whole[i] as number;
      const mean = fround(fround(share * total) * scale);
      noise[i] = mean + fround(deviation * (noise[i] as number));
      rest[i] = total - (noise[i] as number);
    }
    this.known.set(left, noise).set(right, rest);
  }

  private draw(seed: number): Float32Array {
    return new TorchGenerator(BigInt(seed)).normal(this.size);
  }
}
