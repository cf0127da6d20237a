import type { StepPosition } from '../graph/schedule/window.ts';
import type { Words } from '../conditioning/words.ts';
import type { GuidedRows } from '../networks/mmdit/normalized-attention.ts';
import type { SkippedBlocks } from '../guidance/skipped-layers.ts';
import type { Tensor } from '../tensor.ts';

export interface VelocityInput {
  /** [batch, channels, h, w] in the model's scale. */
  readonly latent: Tensor;
  /** What the transformer is told about the noise level, the same for the whole batch. */
  readonly timestep: number;
  /** [batch, text tokens, joint width] */
  readonly text: Tensor;
  /** [batch]: what its tokens stand for; null: not known. */
  readonly words: readonly (Words | null)[];
  /** [batch, pooled width]; null where no encoder gave one. */
  readonly pooled: Tensor | null;
  /** [batch]; FLUX's, null: not told. Other families take no notice. */
  readonly guidance: readonly (number | null)[];
  /** [batch]: blocks that each row skips; absent: none. Only those that the model's guidance names. */
  readonly skips?: readonly SkippedBlocks[];
  /** Whose attention guides whose, where the model has normalized attention guidance. */
  readonly guided?: readonly GuidedRows[];
  /** Says what TACA and scheduled LoRAs do now. */
  readonly position: StepPosition;
}

/** A MODEL's transformer as sampling calls it: TACA and LoRAs follow the position, latents have any size. */
export interface VelocityNetwork {
  /** The velocity (noise minus picture), shaped as the latent. */
  predict(input: VelocityInput): Promise<Tensor>;
}
