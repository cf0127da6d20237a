import { describe, expect, test } from 'vitest';
import { TorchGenerator } from './torch-generator.ts';

/** `torch.randn(16, generator=torch.Generator().manual_seed(42)).view(torch.int32)`, torch 2.13, AVX2. */
const RANDN_16_SEED_42 = [
  1073128745, 1069440851, 1063687527, 3221668059, 1059957973, 3214804369, 3174066054, 3217909178,
  3208678384, 1070795099, 3200840438, 3216222566, 3208271470, 3205445329, 3208958624, 1061367711,
];
/** FNV-1a over the 32-bit words of `torch.randn(2 ** 20)` with seed 7, same torch. */
const RANDN_MILLION_SEED_7_FNV = 4153678398;

const normal = (seed: bigint, count: number) => new TorchGenerator(seed).normal(count);
const bitsOf = (values: Float32Array) => [...new Uint32Array(values.buffer)];

describe('torch CPU generator', () => {
  test('gives the bits of torch.randn(16) with seed 42', () => {
    expect(bitsOf(normal(42n, 16))).toEqual(RANDN_16_SEED_42);
  });

  test('hashes a million values to what torch.randn gives', () => {
    let hash = 0x811c9dc5;
    for (const word of new Uint32Array(normal(7n, 1 << 20).buffer)) {
      hash = Math.imul(hash ^ word, 0x01000193);
    }
    expect(hash >>> 0).toBe(RANDN_MILLION_SEED_7_FNV);
  });

  test('counts the low 32 bits of the seed only', () => {
    expect(normal(2n ** 32n + 5n, 20)).toEqual(normal(5n, 20));
  });

  test('keeps the spare of an odd small call for the next small call', () => {
    const generator = new TorchGenerator(0n);
    const twice = [...generator.normal(3), ...generator.normal(3)];
    expect(twice).toEqual([...normal(0n, 6)]);
  });

  test('redraws the last sixteen when the count is no multiple of sixteen', () => {
    const [exact, longer] = [normal(3n, 32), normal(3n, 40)];
    expect(longer.slice(0, 24)).toEqual(exact.slice(0, 24));
    expect(longer.slice(24, 32)).not.toEqual(exact.slice(24, 32));
  });
});
