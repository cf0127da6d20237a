/** ComfyUI's .latent files: safetensors with the float32 tensor `latent_tensor` and the marker `latent_format_version_0`. */
import { UserError } from '../errors.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { map, type Tensor } from '../tensor.ts';

const TENSOR = 'latent_tensor';
const MARKER = 'latent_format_version_0';
/** Files without the marker hold latents in Stable Diffusion 1's model scale. */
const UNMARKED_SCALE = 0.18215;

/** @param metadata texts for the header */
export function encodeLatentFile(
  { data, shape }: Tensor,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header = JSON.stringify({
    __metadata__: metadata,
    [TENSOR]: { dtype: 'F32', shape, data_offsets: [0, data.byteLength] },
    [MARKER]: { dtype: 'F32', shape: [0], data_offsets: [data.byteLength, data.byteLength] },
  });
  const bytes = Buffer.byteLength(header);
  const padded = Buffer.from(header + ' '.repeat(-bytes & 7));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([
    prefix,
    padded,
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/** [batch, channels, height, width] @throws UserError `latent_invalid`, or what opening safetensors throws */
export function readLatentFile(path: string): Tensor {
  const source = openSafetensors(path);
  const { shape } = source.tensors.get(TENSOR) ?? {};
  if (shape?.length !== 4 || shape.includes(0)) {
    throw new UserError(
      'latent_invalid',
      shape
        ? `${path} holds a latent of shape [${shape.join(', ')}]; pictures have [batch, channels, height, width].`
        : `${path} holds no latent: it has no tensor "${TENSOR}".`,
      'Choose a file made by SaveLatent.',
    );
  }
  const samples = readTensor(source, TENSOR);
  return source.tensors.has(MARKER) ? samples : map(samples, (x) => x / UNMARKED_SCALE);
}
