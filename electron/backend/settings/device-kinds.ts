import type { DeviceInfo } from '../../protocol/device.ts';

/** Kinds of device for which ONNX Runtime has a provider on a system, or one that can be installed. */
export function deviceKinds(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): DeviceInfo['kind'][] {
  if (platform === 'win32') return ['cpu', 'webgpu', 'dml'];
  if (platform === 'darwin') return ['cpu', 'webgpu', 'coreml'];
  return arch === 'x64' ? ['cpu', 'webgpu', 'cuda'] : ['cpu'];
}
