/** Normal numbers as bfloat16, fast enough for billions: a table of the normal's quantiles, drawn from by xoshiro128+. */

const ENTRIES = 65_536;

/** Numbers of one tensor, the same whatever file and layout they go to. */
export class RandomWeights {
  private readonly state: Uint32Array;
  private readonly table: Uint16Array;

  /** @param deviation of the numbers before they are rounded to bfloat16 */
  constructor(seed: string, deviation: number) {
    this.state = seedState(seed);
    this.table = Uint16Array.from(quantiles, (quantile) => bfloat16(quantile * deviation));
  }

  /** Fills an even number of values with bfloat16 bits. */
  draw(bits: Uint16Array): void {
    const { table, state } = this;
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (let i = 0; i < bits.length; i += 2) {
      const drawn = (a + d) | 0;
      bits[i] = table[drawn >>> 16] as number;
      bits[i + 1] = table[(drawn ^ (drawn << 7)) & 0xffff] as number;
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
    }
    state.set([a, b, c, d]);
  }
}

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

/** Bits of the bfloat16 nearest to a number. */
export function bfloat16(value: number): number {
  floats[0] = value;
  const word = words[0] as number;
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

function seedState(seed: string): Uint32Array {
  let hash = 0x811c9dc5;
  for (const character of seed)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const state = new Uint32Array(4);
  for (let i = 0; i < state.length; i++) {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    state[i] = mixed ^ (mixed >>> 16);
  }
  return state;
}

/** Of the standard normal at the middles of equal parts, by halving its distribution function. */
const quantiles = Float64Array.from({ length: ENTRIES }, (_, i) => {
  const share = (i + 0.5) / ENTRIES;
  let [low, high] = [-6, 6];
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (belowNormal(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
});

/** The normal distribution function: Abramowitz and Stegun, 26.2.17, exact to 8e-8. */
function belowNormal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const tail =
    series.reduce((sum, factor) => (sum + factor) * t, 0) * Math.exp((-x * x) / 2) * 0.3989422804;
  return x < 0 ? tail : 1 - tail;
}
