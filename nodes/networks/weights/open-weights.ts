/** Opens what a person may point at: one .safetensors or .gguf, or a component folder of a diffusers pipeline. */
import { hash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { openGguf } from './gguf/open-gguf.ts';
import { t5AsTransformers } from './gguf/t5-names.ts';
import { readJsonFile } from './json-file.ts';
import { withCodes } from './quantised/bitsandbytes.ts';
import { withScales } from './quantised/scaled.ts';
import { openSafetensors } from './safetensors.ts';
import { openSharded } from './sharded.ts';
import { withFile } from './weight-file.ts';
import type { WeightSource } from './weight-source.ts';

/** Names that diffusers and transformers give to the weights of a component. */
const STANDARD = ['diffusion_pytorch_model', 'model'];
const INDEX = '.safetensors.index.json';
const COMPONENT_FILE = /^(diffusion_pytorch_model|model)\b.*\.safetensors$/;

/**
 * The weights at `path`, with the config.json that lies beside the weights of a diffusers component.
 * @throws UserError
 */
export function openWeights(path: string): WeightSource {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const file = weightsIn(path);
    const source = file.endsWith(INDEX) ? dequantised(openSharded(file)) : openFile(file);
    return withConfig({ ...source, label: path }, join(path, 'config.json'));
  }
  if (path.endsWith(INDEX)) return openWeights(dirname(path));
  const source = openFile(path);
  if (!COMPONENT_FILE.test(basename(path))) return source;
  return withConfig(source, join(dirname(path), 'config.json'));
}

/** A file of either format under either name. */
function openFile(path: string): WeightSource {
  const magic = withFile(path, ({ read }) => new TextDecoder('latin1').decode(read(0, 4)));
  return magic === 'GGUF' ? t5AsTransformers(openGguf(path)) : dequantised(openSafetensors(path));
}

/** Each weight as one tensor, whatever its file keeps beside it to read it by. */
function dequantised(source: WeightSource): WeightSource {
  return withScales(withCodes(source));
}

/** Another config makes another network of the same weights. */
function withConfig(source: WeightSource, path: string): WeightSource {
  const config = readJsonFile(path);
  if (!config) return source;
  const digest = hash('sha256', JSON.stringify(config));
  return { ...source, identity: `${source.identity}+${digest}`, config };
}

/** The file of a component folder to open: the whole file, else the index of its parts, else the only file there is. */
function weightsIn(folder: string): string {
  const names = readdirSync(folder).toSorted();
  const standard = [
    ...STANDARD.map((name) => `${name}.safetensors`),
    ...STANDARD.map((name) => name + INDEX),
    ...STANDARD.map((name) => `${name}.fp16.safetensors`),
  ].find((name) => names.includes(name));
  const files = names.filter((name) => /\.(safetensors|gguf)$/.test(name));
  const found = standard ?? (files.length === 1 ? files[0] : undefined);
  if (found !== undefined) return join(folder, found);
  const pickles = names.filter((name) => /\.(bin|ckpt|pth?)$/.test(name));
  throw new UserError(
    'weights_not_in_folder',
    files.length > 1
      ? `${folder} holds several weight files (${files.slice(0, 5).join(', ')}) and none is named ${STANDARD[0]}.safetensors or model.safetensors.`
      : `${folder} holds no .safetensors or .gguf file${pickles.length > 0 ? ` (but ${pickles[0]}, which is not read: pickles can run code)` : ''}.`,
    files.length > 1
      ? 'Leave one of them in the folder, or choose the file itself.'
      : 'Download the .safetensors version of the weights into this folder.',
  );
}
