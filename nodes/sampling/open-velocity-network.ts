import { blockGammas } from '../attention/taca.ts';
import { UserError } from '../errors.ts';
import { blockGuidance } from '../guidance/model-guidance.ts';
import { strengthAt } from '../lora/lora.ts';
import { parseLora } from '../lora/parse-lora.ts';
import type { ModelValue } from '../models.ts';
import { openFlux } from '../networks/mmdit/flux-network.ts';
import { openSd3 } from '../networks/mmdit/sd3-network.ts';
import { checkUnchanged } from '../networks/weights/check-unchanged.ts';
import type { RunContext } from '../run-context.ts';
import { dim, zeros, type Tensor } from '../tensor.ts';
import { inParts, itemsPerCall } from './in-parts.ts';
import { cropLike, padToPatches } from './patch-padding.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

/** Opens a MODEL's transformer, or takes it from the store: TACA and strengths are not part of what is opened. */
export async function openVelocityNetwork(
  model: ModelValue,
  { models, device }: RunContext,
): Promise<VelocityNetwork> {
  const { weights, config, loras, taca } = model;
  const attention = model.guidance?.attention;
  const guidance = blockGuidance(model.guidance);
  const files = [weights, ...loras.map((lora) => lora.weights)];
  const key = [model.family, device.name, JSON.stringify(guidance), ...files.map((file) => `${file.label} ${file.identity}`)];
  const network = await models.open(key.join('\n'), async () => {
    for (const lora of loras) checkUnchanged(lora.weights);
    const branches = loras.map((lora) => parseLora(lora.weights, 'transformer', weights));
    return model.family === 'flux'
      ? openFlux({ weights, config: model.config, loras: branches, guidance }, device)
      : openSd3({ weights, config: model.config, loras: branches, guidance }, device);
  });
  const predict = async (input: VelocityInput) => {
    const { latent, timestep, text, words, pooled, guidance, skips, guided, position } = input;
    const velocity = await network.predict({
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
      return inParts(input, itemsPerCall(input, config), predict);
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
