import { blockGammas } from '../attention/taca.ts';
import { UserError } from '../errors.ts';
import type { LoadContext } from '../loading/choose-for.ts';
import { planTransformer } from '../loading/plan-transformer.ts';
import { strengthAt } from '../lora/lora.ts';
import type { ModelValue } from '../models.ts';
import { dim, zeros, type Tensor } from '../tensor.ts';
import { inParts, itemsPerCall } from './in-parts.ts';
import { cropLike, padToPatches } from './patch-padding.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

/** Opens a MODEL's transformer, or takes it from the store: TACA and strengths are not part of what is opened. */
export async function openVelocityNetwork(
  model: ModelValue,
  context: LoadContext,
): Promise<VelocityNetwork> {
  const { config, loras, taca } = model;
  const attention = model.guidance?.attention;
  const { bytesPerItem, use } = await planTransformer(model, context);
  const predict = async (input: VelocityInput) => {
    const { latent, timestep, text, words, pooled, guidance, skips, guided, position } = input;
    const velocity = await use(dim(latent, 0) * bytesPerItem(latent, text), {
      latent: padToPatches(latent, config.patch),
      timestep: new Float32Array(dim(latent, 0)).fill(timestep),
      text,
      pooled: pooled ?? zeros([dim(latent, 0), config.pooledDim]),
      guidance,
      gamma: blockGammas(taca, position, config.depth, words, dim(text, 1)),
      strengths: loras.map((lora) => strengthAt(lora, taca, position)),
      ...(skips && { skips }),
      ...(guided && attention && { nag: { ...attention, rows: guided } }),
    });
    return cropLike(velocity, latent);
  };
  return {
    async predict(input) {
      requireWidth(model, input.text, config.jointDim, 'a token');
      if (input.pooled) requireWidth(model, input.pooled, config.pooledDim, 'as a whole');
      return inParts(input, itemsPerCall(bytesPerItem(input.latent, input.text)), predict);
    },
  };
}

function requireWidth(
  { family, weights }: ModelValue,
  text: Tensor,
  width: number,
  what: string,
): void {
  const found = dim(text, -1);
  if (found === width) return;
  throw new UserError(
    'text_width',
    `The prompt was encoded to ${found} numbers ${what}; ${weights.label} reads ${width}.`,
    family === 'flux'
      ? 'Encode the prompt with the text encoders of FLUX: clip_l and t5xxl from DualCLIPLoader, type flux.'
      : 'Encode the prompt with the text encoders that belong to the model.',
  );
}
