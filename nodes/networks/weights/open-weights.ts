/** Opens what a person may point at: one .safetensors or .gguf, or a component folder of a diffusers pipeline. */
import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { indexOf, isIndex, weightsIn } from './find-weights.ts';
import { foreignFile } from './foreign-file.ts';
import { openGguf } from './gguf/open-gguf.ts';
import { t5AsTransformers } from './gguf/t5-names.ts';
import { readJsonFile } from './json-file.ts';
import { withCodes } from './quantised/bitsandbytes.ts';
import { withRowScales } from './quantised/by-rows.ts';
import { withScales } from './quantised/scaled.ts';
import { openSafetensors, startsSafetensors } from './safetensors.ts';
import { openSharded } from './sharded.ts';
import { withFile } from './weight-file.ts';
import type { WeightSource } from './weight-source.ts';

/** Enough to tell what a file is. */
const START = 512;
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
  const start = withFile(path, ({ read }) => read(0, START));
  return isGguf(path, start)
    ? t5AsTransformers(openGguf(path))
    : dequantised(openSafetensors(path));
}

/** By its first bytes; by its name where these are of no other kind. */
function isGguf(path: string, start: Uint8Array): boolean {
  if (new TextDecoder('latin1').decode(start.subarray(0, 4)) === 'GGUF') return true;
  return /\.gguf$/i.test(path) && !startsSafetensors(start) && !foreignFile(path, start);
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
