/**
 * MODEL, CLIP and VAE on the wires: descriptions, not loaded weights. Loaders read headers only; a network is opened
 * in the ModelStore by whoever runs it first. Patch nodes return a changed copy, so one checkpoint feeds many branches.
 */
import type { Taca } from './attention/taca.ts';
import type { ModelGuidance } from './guidance/model-guidance.ts';
import type { ScheduledLora } from './lora/lora.ts';
import type { TextEncoderSource } from './networks/text/text-encoder.ts';
import type { VaeConfig } from './networks/vae/vae-config.ts';
import type { OpenedTransformer } from './networks/weights/open-transformer.ts';
import type { WeightSource } from './networks/weights/weight-source.ts';
import type { WantedPrecision } from './runtime/plan/choose-precision.ts';
import type { FlowSampling } from './sampling/flow.ts';
import type { LatentRgb } from './sampling/latent-rgb.ts';

/** How a family's latents are scaled before they meet the transformer: (x - shift) * scale. */
export interface LatentFormat {
  readonly channels: number;
  readonly scale: number;
  readonly shift: number;
  /** For previews, where somebody fitted it (`latent_rgb.json` in a checkpoint's folder). */
  readonly rgb?: LatentRgb;
}

export type Family = OpenedTransformer['family'];

export type ModelValue = OpenedTransformer & {
  readonly latentFormat: LatentFormat;
  readonly sampling: FlowSampling;
  readonly loras: readonly ScheduledLora[];
  readonly taca: Taca | null;
  /** auto: what the settings say, else what fits the memory. */
  readonly precision: WantedPrecision;
  /** What guidance nodes ask for; absent: nothing. */
  readonly guidance?: ModelGuidance;
};

/** The text encoders of one checkpoint; a missing tower is absent, as in ComfyUI's split files. */
export interface ClipValue {
  /** Whose transformer reads what they say: how it is put together. */
  readonly family: Family;
  readonly clipL?: TextEncoderSource;
  readonly clipG?: TextEncoderSource;
  readonly t5?: TextEncoderSource;
  /** Width of the joint text sequence that the transformer expects. */
  readonly jointDim: number;
  readonly loras: readonly ScheduledLora[];
}

export interface VaeValue {
  readonly weights: WeightSource;
  readonly config: VaeConfig;
}
