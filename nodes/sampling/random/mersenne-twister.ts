const SIZE = 624;
const SHIFT = 397;

/** MT19937 (Matsumoto and Nishimura 1998): a stream of 32-bit words. */
export class MersenneTwister {
  private readonly state = new Uint32Array(SIZE);
  private position = SIZE;

  /** @param seed only its low 32 bits count, as in torch's CPU generator */
  constructor(seed: bigint) {
    const { state } = this;
    state[0] = Number(BigInt.asUintN(32, seed));
    for (let i = 1; i < SIZE; i++) {
      const last = state[i - 1] as number;
      state[i] = Math.imul(1812433253, last ^ (last >>> 30)) + i;
    }
  }

  next(): number {
    if (this.position === SIZE) this.refill();
    let word = this.state[this.position++] as number;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  private refill(): void {
    const { state } = this;
    for (let i = 0; i < SIZE; i++) {
      const high = (state[i] as number) & 0x80000000;
      const low = (state[(i + 1) % SIZE] as number) & 0x7fffffff;
      const twist = low & 1 ? 0x9908b0df : 0;
      state[i] = (state[(i + SHIFT) % SIZE] as number) ^ ((high | low) >>> 1) ^ twist;
    }
    this.position = 0;
  }
}
