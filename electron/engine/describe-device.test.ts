import { expect, test } from 'vitest';
import { cpu } from '../../nodes/runtime/device.ts';
import { deviceInfo } from '../protocol/device.ts';
import { describeDevice, fallenInWords, withNetwork } from './describe-device.ts';

const opened = { device: cpu, selfTest: [], candidates: [], fallback: null, fingerprint: '' };
const network = { network: 'vae', onDevice: 3, shapes: 2, fallen: {}, copies: 0 };

test('what is told of a device is what the page reads', () => {
  const info = describeDevice(opened, 2, 100);
  expect(deviceInfo.parse(info)).toEqual(info);
  expect(info).toMatchObject({ kind: 'cpu', precision: 'fp32', threads: 2, memoryBudget: 100 });
  const half = { ...opened, device: { ...cpu, arithmetic: 'float16' as const } };
  expect(describeDevice(half, 0, 0).precision).toBe('fp16');
});

test('a network is told once, as it is known by now', () => {
  const first = withNetwork(describeDevice(opened, 0, 0), network);
  const second = withNetwork(first, { ...network, onDevice: 4 });
  expect(second.networks).toEqual([{ ...network, onDevice: 4 }]);
});

test('the log is told what falls to the CPU, and of nothing else', () => {
  expect(fallenInWords(network)).toBeNull();
  expect(fallenInWords({ ...network, fallen: { If: 2, Det: 1 }, copies: 4 })).toBe(
    'vae: the device cannot run 2 If, 1 Det; the CPU does, with 4 copies in every run.',
  );
});
