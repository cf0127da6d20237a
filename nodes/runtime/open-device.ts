import { UserError } from '../errors.ts';
import { cpuDevice, webGpuDevice, type Device } from './device.ts';
import { rememberedSelfTest } from './self-test.ts';

export interface DeviceOptions {
  /** CPU threads; 0: as many as there are physical cores. */
  readonly threads?: number;
  /** Where self-test results are remembered; absent: the test runs every time. */
  readonly cacheDir?: string;
}

/** @throws UserError `device_unavailable` */
export async function openDevice(
  kind: Device['kind'],
  options: DeviceOptions = {},
): Promise<Device> {
  if (kind === 'cpu') return cpuDevice(options.threads ?? 0);
  try {
    return webGpuDevice(await rememberedSelfTest(webGpuDevice, options.cacheDir));
  } catch (error) {
    throw new UserError(
      'device_unavailable',
      `WebGPU cannot be used here: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      'Update the graphics driver (Linux: install libvulkan1 and your Vulkan driver), or choose the CPU.',
      { cause: error },
    );
  }
}
