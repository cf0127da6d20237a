import { describe, expect, test } from 'vitest';
import { testedOn } from '../device.ts';
import { choosePrecision, type WantedPrecision } from './choose-precision.ts';
import { totalBytes, type NetworkSize } from './network-size.ts';
import { planLoad } from './plan-load.ts';

const GB = 1e9;
const network = (label: string, linear: number, blocks: number, plain: number): NetworkSize => ({
  label,
  blocks: Array.from({ length: blocks }, () => ({
    linear: linear / blocks,
    plain: plain / blocks,
  })),
  stored: null,
  isExact: false,
  largest: linear / blocks / 8,
  loraBytes: 0,
});
/** Linear layers in blocks, number of blocks, other weights: of the published models. */
const flux = network('FLUX.1 dev', 11.8e9, 57, 0.1e9);
const medium = network('SD3.5 medium', 2.1e9, 24, 0.04e9);
const t5: NetworkSize = { ...network('T5-XXL', 4.6e9, 24, 0), weightsOnly: true };
const sound = <T extends Parameters<typeof testedOn>[0]>(device: T) => ({
  ...device,
  fused: new Set(testedOn(device)),
});
const cpu = sound({ kind: 'cpu', arithmetic: 'float32' });
const weightsOnlyCpu = {
  ...cpu,
  fused: new Set([...cpu.fused].filter((it) => it !== 'MatMulInteger')),
};
const half = sound({ kind: 'webgpu', arithmetic: 'float16' });
const single = sound({ kind: 'webgpu', arithmetic: 'float32' });

describe('what is chosen by itself', () => {
  test.each([
    ['a workstation', medium, cpu, 40, 'fp32'],
    ['a desktop', medium, cpu, 14, 'w8a8'],
    ['a desktop without sound 8 bit products', medium, weightsOnlyCpu, 14, 'int8'],
    ['a small laptop', medium, cpu, 2.5, 'w4a8'],
    ['a small laptop without sound 8 bit products', medium, weightsOnlyCpu, 2.5, 'int4'],
    ['a workstation', flux, cpu, 120, 'fp32'],
    ['a desktop', flux, cpu, 20, 'w8a8'],
    ['a laptop', flux, cpu, 10, 'w4a8'],
    ['a small laptop', flux, cpu, 5, 'w4a8'],
    ['a laptop', t5, cpu, 10, 'int8'],
    ['a small laptop', t5, cpu, 4, 'int4'],
    ['a large card', flux, half, 40, 'fp16'],
    ['a card', flux, half, 16, 'int8'],
    ['a small card', flux, half, 8, 'int4'],
    ['a card without half floats', medium, single, 12, 'fp32'],
    ['a small card without half floats', medium, single, 4, 'int8'],
  ] as const)('on %s for %o', (_, size, device, budget, precision) => {
    expect(choosePrecision(size, 'auto', device, budget * GB, GB).precision).toBe(precision);
  });

  test('begins with what the file holds: more bits bring nothing back', () => {
    const q4 = { ...medium, stored: 'int4', isExact: true } as const;
    expect(choosePrecision(q4, 'auto', cpu, 100 * GB, GB).precision).toBe('int4');
    const q8 = { ...flux, stored: 'int8', isExact: true } as const;
    expect(choosePrecision(q8, 'auto', cpu, 100 * GB, GB).precision).toBe('int8');
    expect(choosePrecision(q8, 'auto', cpu, 10 * GB, GB).precision).toBe('w4a8');
    const q5k = { ...medium, stored: 'int8', isExact: false } as const;
    expect(choosePrecision(q5k, 'auto', cpu, 100 * GB, GB).precision).toBe('w8a8');
    expect(choosePrecision(q5k, 'auto', half, 100 * GB, GB).precision).toBe('int8');
  });

  test('comes with the reason', () => {
    expect(choosePrecision(medium, 'auto', cpu, 40 * GB, GB).reason).toBeNull();
    expect(choosePrecision(flux, 'auto', half, 10 * GB, GB).reason).toBe(
      '16 bit would need 23.8 GB of the 10.0 GB budget',
    );
    expect(choosePrecision(medium, 'auto', cpu, 14 * GB, GB).reason).toBe(
      '32 bit would need 8.6 GB, more than half of the 14.0 GB budget',
    );
  });
});

describe('what is asked for', () => {
  test.each(['fp32', 'int8', 'int4', 'w8a8', 'w4a8'] as const)(
    '%s is taken on the CPU',
    (wanted) => {
      expect(choosePrecision(flux, wanted, cpu, GB, GB)).toEqual({
        precision: wanted,
        reason: null,
      });
    },
  );

  test.each<[WantedPrecision, typeof cpu | typeof half]>([
    ['fp16', cpu],
    ['w8a8', half],
    ['w4a8', half],
  ])('%s is refused where it does not run', (wanted, device) => {
    expect(() => choosePrecision(flux, wanted, device, GB, GB)).toThrow(
      expect.objectContaining({ code: 'precision_unavailable' }),
    );
  });
});

describe('how it is loaded', () => {
  test('in one session where it fits, with room to work', () => {
    const plan = planLoad(flux, 'int4', cpu, 10 * GB, 1.8 * GB);
    expect(plan.parts).toEqual([{ from: 0, to: 57 }]);
    expect([plan.resident, plan.streamed, plan.working]).toEqual([1, 0, 1.8 * GB]);
    expect(plan.bytes).toBe(totalBytes(flux, 'int4', cpu));
  });

  test.each([7, 5, 3, 1.3])(
    'within %i GB, the first blocks stay and the others take turns',
    (gb) => {
      const plan = planLoad(flux, 'int4', cpu, gb * GB, 0.5 * GB);
      expect(plan.parts[0]?.from).toBe(0);
      expect(plan.parts.at(-1)?.to).toBe(57);
      plan.parts.forEach(({ from }, i) => expect(from).toBe(plan.parts[i - 1]?.to ?? 0));
      expect(plan.resident).toBe(1);
      expect(plan.bytes + plan.working).toBeLessThanOrEqual(gb * GB);
      const more = totalBytes(flux, 'int4', cpu) / 57;
      expect(plan.bytes + plan.working + more).toBeGreaterThan(gb * GB);
    },
  );

  test('where none can stay, all take turns', () => {
    const plan = planLoad(flux, 'int4', cpu, 0.7 * GB, 0.5 * GB);
    expect([plan.resident, plan.streamed]).toEqual([0, 57]);
    expect(plan.bytes + plan.working).toBeLessThanOrEqual(0.7 * GB);
  });

  test('LoRAs count', () => {
    const plain = planLoad(flux, 'int4', cpu, 20 * GB, GB);
    const lora = planLoad({ ...flux, loraBytes: 0.7 * GB }, 'int4', cpu, 20 * GB, GB);
    expect(lora.bytes).toBeCloseTo(plain.bytes + 0.7 * GB, -2);
  });

  test('what does not fit block by block is refused with numbers and cures', () => {
    expect(() => planLoad(flux, 'fp32', cpu, GB, 0.3 * GB)).toThrow(
      expect.objectContaining({
        code: 'out_of_memory',
        message: expect.stringMatching(
          /FLUX\.1 dev in 32 bit needs 836 MB .*300 MB .*1\.0 GB/,
        ) as string,
        cure: 'Choose int8, which would fit, or raise the memory budget in the settings.',
      }),
    );
    expect(() => planLoad(flux, 'int4', cpu, GB, 2 * GB)).toThrow(
      expect.objectContaining({
        cure: 'Make the picture smaller, or raise the memory budget in the settings.',
      }),
    );
  });
});
