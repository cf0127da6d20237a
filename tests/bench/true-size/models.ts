/** Models of random weights in the true shapes, written where they are asked for. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clipG, clipL, fluxDev, sd35Medium, t5Xxl, vae16, type TensorShape } from './shapes.ts';
import { writeGguf, type GgufType } from './write-gguf.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** Of each: its shapes, the folder of a models tree it belongs into, and the name of its architecture in GGUF. */
const MODELS = {
  'sd3.5_medium': { shapes: sd35Medium, folder: 'diffusion_models', architecture: 'sd3' },
  'flux1-dev': { shapes: fluxDev, folder: 'diffusion_models', architecture: 'flux' },
  'flux1-2+2': { shapes: () => fluxDev(2, 2), folder: 'diffusion_models', architecture: 'flux' },
  t5xxl: { shapes: t5Xxl, folder: 'text_encoders', architecture: 't5' },
  clip_l: { shapes: clipL, folder: 'text_encoders', architecture: 'clip' },
  clip_g: { shapes: clipG, folder: 'text_encoders', architecture: 'clip' },
  vae: { shapes: vae16, folder: 'vae', architecture: 'vae' },
} as const;
export type ModelName = keyof typeof MODELS;

/** The file of a model below `models`, written if it is not there. */
export function modelFile(models: string, name: ModelName, type: 'BF16' | GgufType): string {
  const { shapes, folder, architecture } = MODELS[name];
  const stored = type === 'BF16' ? '.safetensors' : `-${type}.gguf`;
  const path = join(models, folder, name + stored);
  if (existsSync(path)) return path;
  mkdirSync(join(models, folder), { recursive: true });
  const tensors: TensorShape[] = shapes();
  if (type === 'BF16') writeSafetensors(path, tensors);
  else writeGguf(path, architecture, type, tensors);
  return path;
}
