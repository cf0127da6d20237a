/** The node registry: one import and one line a node. Imported by the engine and the backend, never by the renderer. */
import type { Registry } from './graph/definition.ts';
import { tacaAttention } from './attention/taca-attention.ts';
import { previewImage } from './image/preview-image.ts';
import { saveImage } from './image/save-image.ts';
import { emptyLatentImage } from './latent/empty-latent-image.ts';
import { emptySd3LatentImage } from './latent/empty-sd3-latent-image.ts';
import { vaeDecode } from './latent/vae-decode.ts';
import { vaeDecodeTiled } from './latent/vae-decode-tiled.ts';
import { vaeEncode } from './latent/vae-encode.ts';
import { vaeEncodeTiled } from './latent/vae-encode-tiled.ts';
import { checkpointLoaderSimple } from './loaders/checkpoint-loader-simple.ts';
import { clipLoader } from './loaders/clip-loader.ts';
import { dualClipLoader } from './loaders/dual-clip-loader.ts';
import { tripleClipLoader } from './loaders/triple-clip-loader.ts';
import { unetLoader } from './loaders/unet-loader.ts';
import { vaeLoader } from './loaders/vae-loader.ts';

export const registry: Registry = {
  VAELoader: vaeLoader,
  UNETLoader: unetLoader,
  TripleCLIPLoader: tripleClipLoader,
  DualCLIPLoader: dualClipLoader,
  CLIPLoader: clipLoader,
  CheckpointLoaderSimple: checkpointLoaderSimple,
  PreviewImage: previewImage,
  SaveImage: saveImage,
  EmptyLatentImage: emptyLatentImage,
  EmptySD3LatentImage: emptySd3LatentImage,
  VAEDecode: vaeDecode,
  VAEDecodeTiled: vaeDecodeTiled,
  VAEEncode: vaeEncode,
  VAEEncodeTiled: vaeEncodeTiled,
  TACAAttention: tacaAttention,
};
