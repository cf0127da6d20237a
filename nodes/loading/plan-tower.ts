/** A text tower within the memory: its precision and its converted weights. Towers go before the transformer is loaded. */
import { isHeldByClip, readClipConfig } from '../networks/text/clip.ts';
import { readT5Config, t5LayerOf } from '../networks/text/t5.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { measureNetwork } from '../networks/weights/measure-network.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import type { Device } from '../runtime/device.ts';
import type { WantedPrecision } from '../runtime/plan/choose-precision.ts';
import { planLoad, type LoadPlan } from '../runtime/plan/plan-load.ts';
import { chooseFor, type LoadContext } from './choose-for.ts';
import { deviceFor, preparedWeights } from './prepared-weights.ts';

export interface PlannedTower {
  readonly plan: LoadPlan;
  readonly weights: WeightSource;
  readonly device: Device;
}

/** Some activations of T5 are thousands of times as large as others: eight bits would lose the small ones. */
const WEIGHT_ONLY: Partial<Record<WantedPrecision, WantedPrecision>> = {
  w8a8: 'int8',
  w4a8: 'int4',
};
/** What is counted on whatever the prompt: a long one must not be read in another precision. */
const USUAL_TOKENS = [2, 512] as const;
/** Float32 values at work for each token and channel, and for each pair of tokens and head. */
const VALUES = 32;
const LOGITS = 3;

/**
 * @param tokens [sequences, length] that it is to encode
 * @throws UserError `out_of_memory`, `precision_unavailable`, and what converting throws; Interrupted
 */
export async function planTower(
  source: Pick<TextEncoderSource, 'kind' | 'weights'>,
  loraBytes: number,
  tokens: readonly [sequences: number, length: number],
  context: LoadContext,
): Promise<PlannedTower> {
  const { size, width, heads } = measured(source, loraBytes);
  const workingOn = (sequences: number, length: number) => {
    const values = length * width * VALUES + length ** 2 * heads * LOGITS;
    return sequences * values * Float32Array.BYTES_PER_ELEMENT;
  };
  const working = workingOn(...tokens);
  const asked = WEIGHT_ONLY[context.precision] ?? context.precision;
  const precision = chooseFor(size, 'auto', workingOn(...USUAL_TOKENS), {
    ...context,
    precision: asked,
  });
  const device = deviceFor(context.device, precision);
  const plan = planLoad(size, precision, device, context.models.budget, working);
  return { plan, device, weights: await preparedWeights(source.weights, precision, context) };
}

const WEIGHTS_ONLY = { weightsOnly: true } as const;

function measured(
  { kind, weights }: Pick<TextEncoderSource, 'kind' | 'weights'>,
  loraBytes: number,
) {
  if (kind === 't5') {
    const config = readT5Config(weights);
    const layerOf = (tensor: string) => t5LayerOf(config, tensor);
    const size = measureNetwork(weights, config.layers, layerOf, loraBytes);
    return { size: { ...size, ...WEIGHTS_ONLY }, width: config.width, heads: config.heads };
  }
  const { width, heads } = readClipConfig(weights);
  const whole = (tensor: string) => (isHeldByClip(tensor) ? 0 : null);
  const size = measureNetwork(weights, 1, whole, loraBytes);
  return { size: { ...size, ...WEIGHTS_ONLY }, width, heads };
}
