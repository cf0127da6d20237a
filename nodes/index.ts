/** The node registry: one import and one line a node. Imported by the engine and the backend, never by the renderer. */
import type { Registry } from './graph/definition.ts';
import { previewImage } from './image/preview-image.ts';
import { saveImage } from './image/save-image.ts';
import { emptyLatentImage } from './latent/empty-latent-image.ts';
import { emptySd3LatentImage } from './latent/empty-sd3-latent-image.ts';
import { vaeDecode } from './latent/vae-decode.ts';
import { vaeDecodeTiled } from './latent/vae-decode-tiled.ts';
import { vaeEncode } from './latent/vae-encode.ts';
import { vaeEncodeTiled } from './latent/vae-encode-tiled.ts';

export const registry: Registry = {
  PreviewImage: previewImage,
  SaveImage: saveImage,
  EmptyLatentImage: emptyLatentImage,
  EmptySD3LatentImage: emptySd3LatentImage,
  VAEDecode: vaeDecode,
  VAEDecodeTiled: vaeDecodeTiled,
  VAEEncode: vaeEncode,
  VAEEncodeTiled: vaeEncodeTiled,
};
