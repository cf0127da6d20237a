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
import { absent } from './absent.ts';
import { towersInFolder, towersOf, type Towers } from './towers.ts';
import { latentFormatOf, SD3_LATENT, vaeOf } from './vae.ts';

export interface Checkpoint {
  readonly model: ModelValue;
  readonly clip: ClipValue;
  readonly vae: VaeValue;
}

/** SD3's shift: stabilityai/stable-diffusion-3.5-medium, scheduler/scheduler_config.json. */
const SD3_SHIFT = 3;
const MULTIPLIER = 1000;

/**
 * Reads headers only. What the checkpoint lacks fails where it is used.
 * @throws UserError
 */
export function openCheckpoint(path: string, files: Pick<Workspace, 'model'>): Checkpoint {
  return isFolder(path) ? openPipeline(path) : openSingleFile(path, files);
}

/** A transformer as a MODEL. */
export function modelValue(
  { family, weights, config }: OpenedTransformer,
  latentFormat: LatentFormat = SD3_LATENT,
  shift = SD3_SHIFT,
): ModelValue {
  const sampling = { shift, multiplier: MULTIPLIER };
  return { family, weights, config, latentFormat, sampling, loras: [], taca: null };
}

function openSingleFile(path: string, files: Pick<Workspace, 'model'>): Checkpoint {
  const source = openWeights(path);
  const networks = new Set(recognise(source).map(({ network }) => network));
  if (!networks.has('sd3')) throw wrongModel(source, 'an SD3 or SD3.5 checkpoint');
  const transformer = transformerOf(source);
  const vae = networks.has('vae') ? vaeOf(source) : undefined;
  return together(path, transformer, towersOf(source, path, files), vae);
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
      'Choose the folder of a StableDiffusion3Pipeline.',
    );
  }
  const transformer = openTransformer(join(folder, 'transformer'));
  const vae = components.has('vae') ? vaeOf(openWeights(join(folder, 'vae'))) : undefined;
  const shift = readJsonFile(join(folder, 'scheduler', 'scheduler_config.json'))?.['shift'];
  const checkpoint = together(
    folder,
    transformer,
    towersInFolder(folder, components),
    vae,
    typeof shift === 'number' ? shift : undefined,
  );
  return { ...checkpoint, model: withPreviewColours(checkpoint.model, folder) };
}

function withPreviewColours(model: ModelValue, folder: string): ModelValue {
  const { latentFormat } = model;
  const rgb = parseLatentRgb(readJsonFile(join(folder, 'latent_rgb.json')), latentFormat.channels);
  return rgb ? { ...model, latentFormat: { ...latentFormat, rgb } } : model;
}

function together(
  label: string,
  transformer: OpenedTransformer,
  towers: Towers,
  vae: VaeValue | undefined,
  shift?: number,
): Checkpoint {
  const lacks = (what: string, loader: string) =>
    new UserError(
      'checkpoint_lacks_part',
      `${label} holds no ${what}.`,
      `Load one with ${loader} and connect that.`,
    );
  const { jointDim } = transformer.config;
  return {
    model: modelValue(transformer, vae && latentFormatOf(vae), shift),
    clip:
      Object.keys(towers).length > 0
        ? { ...towers, jointDim, loras: [] }
        : absent(lacks('text encoders', 'TripleCLIPLoader')),
    vae: vae ?? absent(lacks('VAE', 'VAELoader')),
  };
}
