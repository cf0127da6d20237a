/** A whole model: one file with everything in it, or the folder of a diffusers pipeline. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Workspace } from '../files/workspace.ts';
import type { ClipValue, LatentFormat, ModelValue, VaeValue } from '../models.ts';
import { readJsonFile } from '../networks/weights/json-file.ts';
import { recognise, wrongModel } from '../networks/weights/layouts/recognise.ts';
import {
  openTransformer,
  transformerOf,
  type OpenedTransformer,
} from '../networks/weights/open-transformer.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { parseLatentRgb } from '../sampling/latent-rgb.ts';
import { fluxSampling, type FlowSampling } from '../sampling/flow.ts';
import { absent } from './absent.ts';
import { towersInFolder, towersOf, type Towers } from './towers.ts';
import { latentFormatOf, LATENT_FORMATS, vaeOf } from './vae.ts';

export interface Checkpoint {
  readonly model: ModelValue;
  readonly clip: ClipValue;
  readonly vae: VaeValue;
}

/** SD3's, as in stabilityai/stable-diffusion-3.5-medium, scheduler/scheduler_config.json. */
const SD3_SAMPLING: FlowSampling = { shift: 3, multiplier: 1000 };
/** FLUX dev's mu at 1024 x 1024, which ComfyUI takes for every size. */
const FLUX_MU = 1.15;
/** FLUX schnell's: distilled models have no guidance embedding. */
const SCHNELL_SAMPLING: FlowSampling = { shift: 1, multiplier: 1 };

/**
 * Reads headers only. What the checkpoint lacks fails where it is used.
 * @throws UserError
 */
export function openCheckpoint(path: string, files: Pick<Workspace, 'model'>): Checkpoint {
  return isFolder(path) ? openPipeline(path) : openSingleFile(path, files);
}

/** A transformer as a MODEL. */
export function modelValue(
  transformer: OpenedTransformer,
  latentFormat: LatentFormat = LATENT_FORMATS[transformer.family],
  sampling: FlowSampling = samplingOf(transformer),
): ModelValue {
  return { ...transformer, latentFormat, sampling, loras: [], taca: null, precision: 'auto' };
}

function samplingOf({ family, config }: OpenedTransformer): FlowSampling {
  if (family === 'sd3') return SD3_SAMPLING;
  return config.guidance ? fluxSampling(FLUX_MU) : SCHNELL_SAMPLING;
}

function openSingleFile(path: string, files: Pick<Workspace, 'model'>): Checkpoint {
  const source = openWeights(path);
  const networks = new Set(recognise(source).map(({ network }) => network));
  if (!networks.has('sd3') && !networks.has('flux')) {
    throw wrongModel(source, 'a checkpoint of SD3, SD3.5 or FLUX.1');
  }
  const transformer = transformerOf(source);
  const { family } = transformer;
  const vae = networks.has('vae') ? vaeOf(source, family) : undefined;
  return together(path, transformer, towersOf(source, path, family, files), vae);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function openPipeline(folder: string): Checkpoint {
  const components = new Set(readdirSync(folder).filter((name) => isFolder(join(folder, name))));
  if (!components.has('transformer')) {
    const kind = readJsonFile(join(folder, 'model_index.json'))?.['_class_name'];
    throw new UserError(
      'weights_other_model',
      typeof kind === 'string'
        ? `${folder} is a ${kind} without a transformer.`
        : `${folder} has no folder "transformer" and no model_index.json.`,
      'Choose the folder of a StableDiffusion3Pipeline or a FluxPipeline.',
    );
  }
  const transformer = openTransformer(join(folder, 'transformer'));
  const { family } = transformer;
  const vae = components.has('vae') ? vaeOf(openWeights(join(folder, 'vae')), family) : undefined;
  const towers = towersInFolder(folder, components, family);
  const sampling = toldSampling(folder, transformer);
  const checkpoint = together(folder, transformer, towers, vae, sampling);
  return { ...checkpoint, model: withPreviewColours(checkpoint.model, folder) };
}

function withPreviewColours(model: ModelValue, folder: string): ModelValue {
  const { latentFormat } = model;
  const rgb = parseLatentRgb(readJsonFile(join(folder, 'latent_rgb.json')), latentFormat.channels);
  return rgb ? { ...model, latentFormat: { ...latentFormat, rgb } } : model;
}

/** What the scheduler's config says of the shift; where that goes by the picture's size, its largest. */
function toldSampling(folder: string, transformer: OpenedTransformer): FlowSampling {
  const told = readJsonFile(join(folder, 'scheduler', 'scheduler_config.json')) ?? {};
  const usual = samplingOf(transformer);
  const isDynamic = transformer.family === 'flux' && told['use_dynamic_shifting'] === true;
  const shift = told[isDynamic ? 'max_shift' : 'shift'];
  if (typeof shift !== 'number') return usual;
  return isDynamic ? fluxSampling(shift) : { ...usual, shift };
}

function together(
  label: string,
  transformer: OpenedTransformer,
  towers: Towers,
  vae: VaeValue | undefined,
  sampling?: FlowSampling,
): Checkpoint {
  const lacks = (what: string, loader: string) =>
    new UserError(
      'checkpoint_lacks_part',
      `${label} holds no ${what}.`,
      `Load one with ${loader} and connect that.`,
    );
  const { family } = transformer;
  const { jointDim } = transformer.config;
  return {
    model: modelValue(transformer, vae && latentFormatOf(vae), sampling),
    clip:
      Object.keys(towers).length > 0
        ? { family, ...towers, jointDim, loras: [] }
        : absent(lacks('text encoders', family === 'flux' ? 'DualCLIPLoader' : 'TripleCLIPLoader')),
    vae: vae ?? absent(lacks('VAE', 'VAELoader')),
  };
}
