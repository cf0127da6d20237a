import { UserError } from '../../errors.ts';
import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import type { Tensor } from '../../tensor.ts';
import { bytesOfPart } from '../bytes-of-part.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import {
  buildClip,
  causalMask,
  CLIP_TOKENS,
  endPosition,
  isHeldByClip,
  readClipConfig,
} from './clip.ts';
import { strengthInput, type TextLoras } from './text-graph.ts';
import { embedTokens } from './embed-tokens.ts';

export interface ClipOutput {
  /** [batch, length, width], after the final norm. */
  readonly lastHiddenState: Tensor;
  /** [batch, length, width], before the last layer and without the final norm. */
  readonly penultimate: Tensor;
  /** [batch, width] at the first end token, after the final norm. */
  readonly pooled: Tensor;
  /** [batch, projection]; null where the weights have no projection. */
  readonly textEmbeds: Tensor | null;
}

export interface ClipEncoder extends Loaded {
  /**
   * @param sequences of equal length, special tokens included
   * @param strengths one a LoRA
   */
  encode(
    sequences: readonly (readonly number[])[],
    strengths?: readonly number[],
  ): Promise<ClipOutput>;
}

/** @param loras branches by module name, e.g. `text_model.encoder.layers.0.mlp.fc1`. @throws UserError `weights_missing` */
export async function openClip(
  weights: WeightSource,
  device: Device,
  loras: TextLoras = [],
): Promise<ClipEncoder> {
  const config = readClipConfig(weights);
  const model = buildClip(weights, config, { target: device, loras });
  const session = await Session.open(model, device);
  return {
    bytes: bytesOfPart(weights, device, loras, isHeldByClip),
    async encode(sequences, strengths = []) {
      const length = sequences[0]?.length ?? 0;
      if (length > config.positions) {
        throw new UserError(
          'prompt_too_long',
          `${weights.label} takes ${config.positions} tokens, not ${length}.`,
          "The folder's tokenizer belongs to another model: its model_max_length must not exceed that of the encoder.",
        );
      }
      const ends = sequences.map((ids, row) => row * length + endPosition(ids, config.endToken));
      const out = await session.run({
        tokens: embedTokens(weights, CLIP_TOKENS, sequences),
        ...strengthInput(strengths),
        causal: { data: causalMask(length), shape: [1, 1, length, length] },
        end: { ints: BigInt64Array.from(ends, BigInt), shape: [ends.length] },
      });
      return {
        lastHiddenState: out['last_hidden_state'] as Tensor,
        penultimate: out['penultimate'] as Tensor,
        pooled: out['pooled'] as Tensor,
        textEmbeds: out['text_embeds'] ?? null,
      };
    },
    dispose: () => session.release(),
  };
}
