import { log32, sincos32 } from './float32-math.ts';
import { MersenneTwister } from './mersenne-twister.ts';

const { fround } = Math;
const TWO_PI = fround(2 * Math.PI);
/** Values that are transformed together: eight radii, eight angles. */
const BLOCK = 16;
const HALF = BLOCK / 2;

/** torch's CPU generator: equal seed, equal float32 numbers, bit for bit as on a CPU with AVX2. */
export class TorchGenerator {
  private readonly words: MersenneTwister;
  private readonly pair = new Float64Array(2);
  /** Second half of a pair that an odd small call left over; the next small call takes it. */
  private spare: number | null = null;

  constructor(seed: bigint) {
    this.words = new MersenneTwister(seed);
  }

  /** `torch.rand(count)`: 24 bits a value, 0 <= u < 1. */
  uniform(count: number): Float32Array {
    const out = new Float32Array(count);
    this.fillUniform(out);
    return out;
  }

  /** `torch.randn(count)`: Box-Muller; small calls and large ones take different words from the stream. */
  normal(count: number): Float32Array {
    const out = new Float32Array(count);
    this.fillNormal(out);
    return out;
  }

  /** As `normal`, into a buffer that is there. */
  fillNormal(out: Float32Array): void {
    if (out.length < BLOCK) {
      for (let i = 0; i < out.length; i++) out[i] = this.nextNormal();
      return;
    }
    this.fillUniform(out);
    for (let start = 0; start + BLOCK <= out.length; start += BLOCK) this.transform(out, start);
    if (out.length % BLOCK === 0) return;
    this.fillUniform(out.subarray(out.length - BLOCK));
    this.transform(out, out.length - BLOCK);
  }

  private fillUniform(out: Float32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = (this.words.next() & 0xffffff) / 2 ** 24;
  }

  private transform(values: Float32Array, start: number): void {
    for (let i = start; i < start + HALF; i++) {
      const radius = fround(Math.sqrt(fround(-2 * log32(fround(1 - (values[i] as number))))));
      sincos32(fround(TWO_PI * (values[i + HALF] as number)), this.pair);
      values[i] = radius * (this.pair[1] as number);
      values[i + HALF] = radius * (this.pair[0] as number);
    }
  }

  private nextNormal(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    const angle = 2 * Math.PI * this.nextDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.nextDouble()));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** 53 bits of two words, the first the high one. */
  private nextDouble(): number {
    const high = this.words.next() & 0x1fffff;
    return (high * 2 ** 32 + this.words.next()) / 2 ** 53;
  }
}
