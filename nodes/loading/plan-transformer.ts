/** A MODEL's transformer within the memory: its precision, its converted weights, and how it is spread over sessions. */
import { blockGuidance } from '../guidance/model-guidance.ts';
import type { ModelValue } from '../models.ts';
import { parseLora } from '../lora/parse-lora.ts';
import { activationBytes } from '../networks/mmdit/activation-bytes.ts';
import { chunksFor, type AttentionChunks } from '../networks/onnx/attention-chunks.ts';
import { blockOf } from '../networks/mmdit/block-of.ts';
import { openFlux, type FluxInput } from '../networks/mmdit/flux-network.ts';
import { openSd3 } from '../networks/mmdit/sd3-network.ts';
import { checkUnchanged } from '../networks/weights/check-unchanged.ts';
import { measureNetwork } from '../networks/weights/measure-network.ts';
import { planLoad, type LoadPlan } from '../runtime/plan/plan-load.ts';
import { dim, type Tensor } from '../tensor.ts';
import { bytesOfLora } from './bytes-of-lora.ts';
import { chooseFor, type LoadContext } from './choose-for.ts';
import { deviceFor, preparedWeights } from './prepared-weights.ts';

/** What is counted on before the size of a picture is known: 1024 x 1024 pixels and 512 tokens of text. */
const USUAL_TOKENS = 64 ** 2 + 512;

export interface PlannedTransformer {
  /** What one item of a batch takes beside the weights. */
  readonly bytesPerItem: (latent: Tensor, text: Tensor) => number;
  /** Runs the network, loaded as the memory allows it. @throws UserError `out_of_memory` */
  readonly use: (working: number, input: FluxInput) => Promise<Tensor>;
}

/**
 * Chooses a precision and converts the weights to it; nothing is loaded yet.
 * @throws UserError `out_of_memory`, `precision_unavailable`, and what converting throws; Interrupted
 */
export async function planTransformer(
  model: ModelValue,
  context: LoadContext,
): Promise<PlannedTransformer> {
  const { weights, config, loras } = model;
  const guidance = blockGuidance(model.guidance);
  const { models, notice } = context;
  const size = measureNetwork(
    weights,
    config.depth,
    (tensor) => blockOf(config, tensor),
    loras.reduce((sum, lora) => sum + bytesOfLora(lora.weights), 0),
  );
  const usual = activationBytes(config, USUAL_TOKENS, context.device);
  const precision = chooseFor(size, model.precision, usual, context);
  const device = deviceFor(context.device, precision);
  planLoad(size, precision, device, models.budget, 0);
  const prepared = await preparedWeights(weights, precision, context);

  const load = ({ parts, resident }: LoadPlan, chunks: AttentionChunks) => {
    for (const lora of loras) checkUnchanged(lora.weights);
    const branches = loras.map((lora) => parseLora(lora.weights, 'transformer', weights));
    const spread = { parts, resident, chunks };
    const source = { weights: prepared, loras: branches, guidance };
    return model.family === 'flux'
      ? openFlux({ ...source, config: model.config }, device, spread)
      : openSd3({ ...source, config: model.config }, device, spread);
  };
  const files = [weights, ...loras.map((lora) => lora.weights)];
  const key = [
    model.family,
    device.name,
    precision,
    JSON.stringify(guidance),
    ...files.map((file) => `${file.label} ${file.identity}`),
  ].join('\n');
  const tokensOf = (latent: Tensor, text: Tensor) =>
    (dim(latent, 2) * dim(latent, 3)) / config.patch ** 2 + dim(text, 1);
  let told = 0;
  let most = 0;
  return {
    bytesPerItem(latent, text) {
      return activationBytes(config, tokensOf(latent, text), device);
    },
    use(working, input) {
      most = Math.max(most, working);
      const plan = planLoad(size, precision, device, models.budget, most);
      const batch = dim(input.latent, 0);
      const chunks = chunksFor(device, config.heads, tokensOf(input.latent, input.text), batch);
      const { streamed } = plan;
      if (streamed > told) notice(streamingNotice(size.label, streamed, config.depth));
      told = Math.max(told, streamed);
      const request = {
        ...plan,
        key: [key, streamed, chunks.heads, chunks.queries].join('\n'),
        label: size.label,
        load: () => load(plan, chunks),
      };
      return models.use(request, (network) => network.predict(input, () => context.checkpoint()));
    },
  };
}

function streamingNotice(label: string, streamed: number, depth: number): string {
  return `${label} does not fit into the memory as a whole: ${streamed} of its ${depth} blocks are loaded anew in every step, which takes time. A lower precision or a larger memory budget would spare that.`;
}
