/** Opens a diffusion transformer in any layout we know, and reads its config off its shapes. */
import { fluxConfigOf, type FluxConfig } from '../mmdit/flux-config.ts';
import { sd3ConfigOf, type Sd3Config } from '../mmdit/sd3-config.ts';
import { countBlocks } from './shapes.ts';
import { fluxAsDiffusers } from './layouts/flux-original.ts';
import { recognise, wrongModel } from './layouts/recognise.ts';
import { sd3AsDiffusers } from './layouts/sd3-original.ts';
import { openWeights } from './open-weights.ts';
import { refuseQuantised } from './quantised/refuse-quantised.ts';
import { subSource, type WeightSource } from './weight-source.ts';

/** The transformers we know, each with what tells its size. */
export type TransformerKind =
  | { readonly family: 'sd3'; readonly config: Sd3Config }
  | { readonly family: 'flux'; readonly config: FluxConfig };

export type OpenedTransformer = TransformerKind & {
  /** With diffusers' names. */
  readonly weights: WeightSource;
};

type JsonConfig = Readonly<Record<string, unknown>>;

/**
 * @param path a .safetensors file (of the transformer or all in one), or a diffusers `transformer` folder
 * @param config in place of the config.json beside the weights
 * @throws UserError
 */
export function openTransformer(path: string, config?: JsonConfig): OpenedTransformer {
  return transformerOf(openWeights(path), config);
}

/** @throws UserError `weights_other_model` and all that is wrong with the tensors */
export function transformerOf(source: WeightSource, config?: JsonConfig): OpenedTransformer {
  const found = recognise(source).find(({ network }) => network === 'sd3' || network === 'flux');
  if (!found) throw wrongModel(source, 'a diffusion transformer of SD3, SD3.5 or FLUX.1');
  const part = subSource(source, found.prefix);
  refuseQuantised(part);
  const original = found.layout === 'original';
  const given = config ?? part.config;
  if (found.network === 'flux') {
    const weights = { ...(original ? fluxAsDiffusers(part) : part), config: given };
    return { family: 'flux', weights, config: fluxConfigOf(weights, given) };
  }
  const depth = countBlocks(part, 'joint_blocks.');
  const weights = { ...(original ? sd3AsDiffusers(part, depth) : part), config: given };
  return { family: 'sd3', weights, config: sd3ConfigOf(weights, given) };
}
