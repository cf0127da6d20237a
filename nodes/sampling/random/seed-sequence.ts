/** numpy's SeedSequence (O'Neill's seed_seq alternative): spreads entropy over a pool of words, reproducibly. */

const XSHIFT = 16;

function wordsOf(value: bigint): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length ? words : [0];
}

/** A hash whose constant moves on at every use. */
function movingHash(init: number, multiplier: number): (word: number) => number {
  let constant = init;
  return (word) => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> XSHIFT)) >>> 0;
  };
}

function mix(x: number, y: number): number {
  const mixed = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
  return (mixed ^ (mixed >>> XSHIFT)) >>> 0;
}

/** `SeedSequence(entropy, spawn_key=spawnKey, pool_size=poolSize).generate_state(count)`: words of 32 bits. */
export function seedSequence(
  entropy: bigint,
  spawnKey: readonly bigint[],
  poolSize: number,
  count: number,
): number[] {
  const run = wordsOf(entropy);
  while (spawnKey.length > 0 && run.length < poolSize) run.push(0);
  const words = [...run, ...spawnKey.flatMap(wordsOf)];

  const hash = movingHash(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: poolSize }, (_, i) => hash(words[i] ?? 0));
  for (let from = 0; from < poolSize; from++) {
    for (let to = 0; to < poolSize; to++) {
      if (from !== to) pool[to] = mix(pool[to] as number, hash(pool[from] as number));
    }
  }
  for (const word of words.slice(poolSize)) {
    for (let to = 0; to < poolSize; to++) pool[to] = mix(pool[to] as number, hash(word));
  }
  const out = movingHash(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: count }, (_, i) => out(pool[i % poolSize] as number));
}
