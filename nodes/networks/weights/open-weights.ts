/** Opens what a person may point at: one .safetensors or .gguf, or a component folder of a diffusers pipeline. */
import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { indexOf, isIndex, weightsIn } from './find-weights.ts';
import { openGguf } from './gguf/open-gguf.ts';
import { t5AsTransformers } from './gguf/t5-names.ts';
import { readJsonFile } from './json-file.ts';
import { withCodes } from './quantised/bitsandbytes.ts';
import { withRowScales } from './quantised/by-rows.ts';
import { withScales } from './quantised/scaled.ts';
import { openSafetensors } from './safetensors.ts';
import { openSharded } from './sharded.ts';
import { withFile } from './weight-file.ts';
import type { WeightSource } from './weight-source.ts';

const COMPONENT_FILE = /^(diffusion_pytorch_model|model)\b.*\.safetensors$/;

/**
 * The weights at `path`, with the config.json that lies beside the weights of a diffusers component. A part of a model in
 * parts stands for all of them.
 * @throws UserError
 */
export function openWeights(path: string): WeightSource {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    return withConfig({ ...openFile(weightsIn(path)), label: path }, join(path, 'config.json'));
  }
  const index = isIndex(path) ? path : indexOf(path);
  const source = openFile(index ?? path);
  if (index === null && !COMPONENT_FILE.test(basename(path))) return source;
  return withConfig(source, join(dirname(path), 'config.json'));
}

/** A file of either format under either name, or the index of several. */
function openFile(path: string): WeightSource {
  if (isIndex(path)) return dequantised(openSharded(path));
  const magic = withFile(path, ({ read }) => new TextDecoder('latin1').decode(read(0, 4)));
  return magic === 'GGUF' ? t5AsTransformers(openGguf(path)) : dequantised(openSafetensors(path));
}

/** Each weight as one tensor, whatever its file keeps beside it to read it by. */
function dequantised(source: WeightSource): WeightSource {
  return withRowScales(withScales(withCodes(source)));
}

/** Another config makes another network of the same weights. */
function withConfig(source: WeightSource, path: string): WeightSource {
  const config = readJsonFile(path);
  if (!config) return source;
  const digest = hash('sha256', JSON.stringify(config));
  return { ...source, identity: `${source.identity}+${digest}`, config };
}
