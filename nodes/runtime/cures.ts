import type { DeviceKind } from './device.ts';

const CURES: Readonly<Record<DeviceKind, string>> = {
  cuda: 'Run "taca-studio provider install cuda", or choose WebGPU.',
  webgpu:
    'Update the graphics driver (Linux: install libvulkan1 and your Vulkan driver), or choose the CPU.',
  dml: 'Update the graphics driver, or choose WebGPU or the CPU.',
  coreml: 'Choose WebGPU or the CPU.',
  cpu: 'Install the program anew.',
};

/** What brings a library that CUDA's provider asks for; `$` is the version of CUDA. */
const BROUGHT_BY: readonly (readonly [library: RegExp, what: string])[] = [
  [/^libcuda\.so/, "NVIDIA's driver, 580 or newer"],
  [/^libcublas(Lt)?\.so\.(\d+)/, "cuBLAS of CUDA $ (libcublas-$-0 of NVIDIA's repository)"],
  [/^libcudart\.so\.(\d+)/, "the runtime of CUDA $ (cuda-cudart-$-0 of NVIDIA's repository)"],
  [/^libcurand\.so/, "cuRAND of CUDA 13 (libcurand-13-0 of NVIDIA's repository)"],
  [/^libcudnn\S*\.so/, "cuDNN 9 for CUDA 13 (libcudnn9-cuda-13 of NVIDIA's repository)"],
];

/** A library that could not be loaded, in the words of the system's loader. */
const MISSING = /(lib[\w.+-]+\.so[\w.]*): cannot open shared object file/;

/** Why a device cannot be used, and what to do about it. @param reason a clause */
export function explain(kind: DeviceKind, reason: string): { reason: string; cure: string } {
  const library = kind === 'cuda' ? MISSING.exec(reason)?.[1] : undefined;
  if (library === undefined) return { reason, cure: CURES[kind] };
  for (const [pattern, what] of BROUGHT_BY) {
    const found = pattern.exec(library);
    if (!found) continue;
    const brought = what.replaceAll('$', found.at(-1) ?? '');
    const cure = `Install ${brought}, and have the system's loader find it (ldconfig, or LD_LIBRARY_PATH); or choose WebGPU.`;
    return { reason: `${library} is not on this machine`, cure };
  }
  return { reason: `${library} is not on this machine`, cure: CURES[kind] };
}
