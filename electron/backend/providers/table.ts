/** Libraries that onnxruntime-node leaves out, by the version of ONNX Runtime that they belong to. */
import manifest from '../../../package.json' with { type: 'json' };

export interface ProviderPackage {
  readonly name: string;
  readonly title: string;
  /** Of ONNX Runtime: both are built together. */
  readonly version: string;
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
  /** A zip archive. */
  readonly archive: { readonly url: string; readonly bytes: number; readonly sha256: string };
  /** Paths in the archive. */
  readonly members: readonly string[];
  /** What it needs of the system. */
  readonly needs: string;
}

const PACKAGES: readonly ProviderPackage[] = [
  {
    name: 'cuda',
    title: 'CUDA',
    version: '1.30.0',
    platform: 'linux',
    arch: 'x64',
    archive: {
      url: 'https://files.pythonhosted.org/packages/9e/80/d96143329dbe925d434b016c890a5caa785fac8e14a1570e5d6818b63545/onnxruntime_gpu-1.30.0-cp312-cp312-manylinux_2_28_x86_64.whl',
      bytes: 246_685_715,
      sha256: '6acc0f4b3d5ac5f2984432faa59dd8fcce6775f8b43a7140afa0f322c7a703b1',
    },
    members: [
      'onnxruntime/capi/libonnxruntime_providers_cuda.so',
      'onnxruntime/capi/libonnxruntime_providers_shared.so',
      'onnxruntime/LICENSE',
    ],
    needs: "NVIDIA's driver 580 or newer, CUDA 13 (cuBLAS, cuRAND, runtime) and cuDNN 9",
  },
];

interface System {
  readonly platform: NodeJS.Platform;
  readonly arch: NodeJS.Architecture;
}

/** Packages for this system and the ONNX Runtime that it runs. */
export function providerPackages({ platform, arch }: System = process): readonly ProviderPackage[] {
  const version = manifest.dependencies['onnxruntime-node'];
  return PACKAGES.filter(
    (one) => one.platform === platform && one.arch === arch && one.version === version,
  );
}
