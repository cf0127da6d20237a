import { UserError } from '../errors.ts';
import { cpuDevice, webGpuDevice, type Device } from './device.ts';
import { rememberedSelfTest, rightOnes, type OperatorTest } from './self-test.ts';

export interface DeviceOptions {
  /** CPU threads; 0: as many as there are physical cores. */
  readonly threads?: number;
  /** Where self-test results are remembered; absent: the test runs every time. */
  readonly cacheDir?: string;
}

export interface OpenedDevice {
  readonly device: Device;
  readonly selfTest: readonly OperatorTest[];
  /** Why it is not the device that would have been taken first. */
  readonly fallback: string | null;
}

/**
 * @param kind `auto`: WebGPU where it works, else the CPU
 * @throws UserError `device_unavailable`
 */
export async function openDevice(
  kind: Device['kind'] | 'auto',
  options: DeviceOptions = {},
): Promise<OpenedDevice> {
  if (kind === 'cpu') return openCpu(options, null);
  try {
    const selfTest = await rememberedSelfTest(webGpuDevice, options.cacheDir);
    return { device: webGpuDevice(rightOnes(selfTest)), selfTest, fallback: null };
  } catch (error) {
    const reason = `WebGPU cannot be used here: ${inWords(error)}.`;
    if (kind === 'auto') return openCpu(options, reason);
    throw new UserError(
      'device_unavailable',
      reason,
      'Update the graphics driver (Linux: install libvulkan1 and your Vulkan driver), or choose the CPU.',
      { cause: error },
    );
  }
}

/** What ONNX Runtime says, without its place in the source and the condition that failed. */
function inWords(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/^.* was false\. /, '').replace(/\.$/, '');
}

async function openCpu(options: DeviceOptions, fallback: string | null): Promise<OpenedDevice> {
  const threads = options.threads ?? 0;
  const selfTest = await rememberedSelfTest((fused) => cpuDevice(threads, fused), options.cacheDir);
  return { device: cpuDevice(threads, rightOnes(selfTest)), selfTest, fallback };
}
