/** The node registry: one import and one line a node. Imported by the engine and the backend, never by the renderer. */
import type { Registry } from './graph/definition.ts';
import { tacaAttention } from './attention/taca-attention.ts';
import { clipTextEncode } from './conditioning/clip-text-encode.ts';
import { clipTextEncodeSd3 } from './conditioning/clip-text-encode-sd3.ts';
import { clipTextEncodeFlux } from './conditioning/clip-text-encode-flux.ts';
import { fluxGuidance } from './conditioning/flux-guidance.ts';
import { fluxDisableGuidance } from './conditioning/flux-disable-guidance.ts';
import { conditioningZeroOut } from './conditioning/conditioning-zero-out.ts';
import { conditioningSetTimestepRange } from './conditioning/conditioning-set-timestep-range.ts';
import { conditioningCombine } from './conditioning/conditioning-combine.ts';
import { conditioningConcat } from './conditioning/conditioning-concat.ts';
import { conditioningAverage } from './conditioning/conditioning-average.ts';
import { conditioningSetMask } from './conditioning/conditioning-set-mask.ts';
import { conditioningSetArea } from './conditioning/conditioning-set-area.ts';
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
import {
  clipLoaderGguf,
  dualClipLoaderGguf,
  tripleClipLoaderGguf,
  unetLoaderGguf,
  unetLoaderGgufAdvanced,
} from './loaders/gguf-loaders.ts';
import { dualClipLoader } from './loaders/dual-clip-loader.ts';
import { tripleClipLoader } from './loaders/triple-clip-loader.ts';
import { unetLoader } from './loaders/unet-loader.ts';
import { vaeLoader } from './loaders/vae-loader.ts';
import { kSampler } from './sampling/k-sampler.ts';
import { kSamplerAdvanced } from './sampling/k-sampler-advanced.ts';
import { samplerCustom } from './sampling/sampler-custom.ts';
import { samplerCustomAdvanced } from './sampling/sampler-custom-advanced.ts';
import { kSamplerSelect } from './sampling/k-sampler-select.ts';
import { basicScheduler } from './sampling/basic-scheduler.ts';
import { betaSamplingScheduler } from './sampling/beta-sampling-scheduler.ts';
import { karrasScheduler } from './sampling/karras-scheduler.ts';
import { basicGuider } from './sampling/basic-guider.ts';
import { cfgGuider } from './sampling/cfg-guider.ts';
import { randomNoiseNode } from './sampling/random-noise.ts';
import { disableNoise } from './sampling/disable-noise.ts';
import { splitSigmas } from './sampling/split-sigmas.ts';
import { splitSigmasDenoise } from './sampling/split-sigmas-denoise.ts';
import { flipSigmas } from './sampling/flip-sigmas.ts';
import { manualSigmas } from './sampling/manual-sigmas.ts';
import { modelSamplingFlux } from './sampling/model-sampling-flux.ts';
import { modelSamplingSd3 } from './sampling/model-sampling-sd3.ts';
import { emptyImage } from './image/empty-image.ts';
import { imageBatch } from './image/image-batch.ts';
import { imagePadForOutpaint } from './image/image-pad-for-outpaint.ts';
import { imageScale } from './image/image-scale.ts';
import { imageScaleBy } from './image/image-scale-by.ts';
import { imageScaleToTotalPixels } from './image/image-scale-to-total-pixels.ts';
import { loadImage } from './image/load-image.ts';
import { loadImageMask } from './image/load-image-mask.ts';
import { latentComposite } from './latent/latent-composite.ts';
import { latentFromBatch } from './latent/latent-from-batch.ts';
import { latentUpscale } from './latent/latent-upscale.ts';
import { latentUpscaleBy } from './latent/latent-upscale-by.ts';
import { loadLatent } from './latent/load-latent.ts';
import { repeatLatentBatch } from './latent/repeat-latent-batch.ts';
import { saveLatent } from './latent/save-latent.ts';
import { setLatentNoiseMask } from './latent/set-latent-noise-mask.ts';
import { vaeEncodeForInpaint } from './latent/vae-encode-for-inpaint.ts';
import { loraLoader } from './lora/lora-loader.ts';
import { loraLoaderModelOnly } from './lora/lora-loader-model-only.ts';
import { tacaLoraLoader } from './lora/taca-lora-loader.ts';
import { imageInvert } from './image/image-invert.ts';
import { primitiveInt } from './primitives/primitive-int.ts';
import { primitiveFloat } from './primitives/primitive-float.ts';
import { primitiveString } from './primitives/primitive-string.ts';
import { primitiveStringMultiline } from './primitives/primitive-string-multiline.ts';
import { primitiveBoolean } from './primitives/primitive-boolean.ts';
import { naGuidance } from './guidance/na-guidance.ts';
import { skipLayerGuidanceSd3 } from './guidance/skip-layer-guidance-sd3.ts';
import { skipLayerGuidanceDit } from './guidance/skip-layer-guidance-dit.ts';
import { skipLayerGuidanceDitSimple } from './guidance/skip-layer-guidance-dit-simple.ts';
import { apg } from './guidance/apg.ts';
import { cfgZeroStar } from './guidance/cfg-zero-star.ts';
import { cfgNorm } from './guidance/cfg-norm.ts';
import { tcfg } from './guidance/tcfg.ts';
import { rescaleCfg } from './guidance/rescale-cfg.ts';
import { easyCache } from './guidance/easy-cache.ts';
import { lazyCache } from './guidance/lazy-cache.ts';
import { dualCfgGuider } from './sampling/dual-cfg-guider.ts';
import { perpNegGuider } from './sampling/perp-neg-guider.ts';

export const registry: Registry = {
  TACALoraLoader: tacaLoraLoader,
  LoraLoaderModelOnly: loraLoaderModelOnly,
  LoraLoader: loraLoader,
  CLIPTextEncode: clipTextEncode,
  CLIPTextEncodeSD3: clipTextEncodeSd3,
  CLIPTextEncodeFlux: clipTextEncodeFlux,
  FluxGuidance: fluxGuidance,
  FluxDisableGuidance: fluxDisableGuidance,
  ConditioningZeroOut: conditioningZeroOut,
  ConditioningSetTimestepRange: conditioningSetTimestepRange,
  ConditioningCombine: conditioningCombine,
  ConditioningConcat: conditioningConcat,
  ConditioningAverage: conditioningAverage,
  ConditioningSetMask: conditioningSetMask,
  ConditioningSetArea: conditioningSetArea,
  VAELoader: vaeLoader,
  UnetLoaderGGUFAdvanced: unetLoaderGgufAdvanced,
  UnetLoaderGGUF: unetLoaderGguf,
  TripleCLIPLoaderGGUF: tripleClipLoaderGguf,
  DualCLIPLoaderGGUF: dualClipLoaderGguf,
  CLIPLoaderGGUF: clipLoaderGguf,
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
  KSampler: kSampler,
  KSamplerAdvanced: kSamplerAdvanced,
  SamplerCustom: samplerCustom,
  SamplerCustomAdvanced: samplerCustomAdvanced,
  KSamplerSelect: kSamplerSelect,
  BasicScheduler: basicScheduler,
  BetaSamplingScheduler: betaSamplingScheduler,
  KarrasScheduler: karrasScheduler,
  BasicGuider: basicGuider,
  CFGGuider: cfgGuider,
  NAGuidance: naGuidance,
  SkipLayerGuidanceSD3: skipLayerGuidanceSd3,
  SkipLayerGuidanceDiT: skipLayerGuidanceDit,
  SkipLayerGuidanceDiTSimple: skipLayerGuidanceDitSimple,
  APG: apg,
  CFGZeroStar: cfgZeroStar,
  CFGNorm: cfgNorm,
  TCFG: tcfg,
  RescaleCFG: rescaleCfg,
  EasyCache: easyCache,
  LazyCache: lazyCache,
  DualCFGGuider: dualCfgGuider,
  PerpNegGuider: perpNegGuider,
  RandomNoise: randomNoiseNode,
  DisableNoise: disableNoise,
  SplitSigmas: splitSigmas,
  SplitSigmasDenoise: splitSigmasDenoise,
  FlipSigmas: flipSigmas,
  ManualSigmas: manualSigmas,
  ModelSamplingFlux: modelSamplingFlux,
  ModelSamplingSD3: modelSamplingSd3,
  EmptyImage: emptyImage,
  ImageBatch: imageBatch,
  ImagePadForOutpaint: imagePadForOutpaint,
  ImageScale: imageScale,
  ImageScaleBy: imageScaleBy,
  ImageScaleToTotalPixels: imageScaleToTotalPixels,
  LoadImage: loadImage,
  LoadImageMask: loadImageMask,
  LatentComposite: latentComposite,
  LatentFromBatch: latentFromBatch,
  LatentUpscale: latentUpscale,
  LatentUpscaleBy: latentUpscaleBy,
  LoadLatent: loadLatent,
  RepeatLatentBatch: repeatLatentBatch,
  SaveLatent: saveLatent,
  SetLatentNoiseMask: setLatentNoiseMask,
  VAEEncodeForInpaint: vaeEncodeForInpaint,
  ImageInvert: imageInvert,
  PrimitiveInt: primitiveInt,
  PrimitiveFloat: primitiveFloat,
  PrimitiveString: primitiveString,
  PrimitiveStringMultiline: primitiveStringMultiline,
  PrimitiveBoolean: primitiveBoolean,
};
