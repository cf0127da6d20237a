/** Weights in several files with an index, as diffusers and transformers save large models. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readJsonFile } from './json-file.ts';
import { openSafetensors } from './safetensors.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

/** @param index path of a `*.safetensors.index.json` with a `weight_map` of tensor name to file name. @throws UserError */
export function openSharded(index: string): WeightSource {
  const map = weightMap(index);
  const shards = namesOf(map);
  const missing = shards.filter((name) => !existsSync(join(dirname(index), name)));
  if (missing.length > 0) {
    throw new UserError(
      'weights_shard_missing',
      `${index} names ${shards.length} files, of which ${missing.length} are not there: ${missing.slice(0, 5).join(', ')}.`,
      'Download the missing files into the same folder.',
    );
  }
  const opened = new Map(shards.map((name) => [name, openSafetensors(join(dirname(index), name))]));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, shard] of map) {
    const tensor = opened.get(shard)?.tensors.get(name);
    if (!tensor) {
      throw new UserError(
        'weights_missing',
        `${index} says that ${shard} holds "${name}", but it does not.`,
        'The files are of different versions; download them all again.',
      );
    }
    tensors.set(name, tensor);
  }
  const sources = [...opened.values()];
  const files = sources.flatMap((source) => source.files);
  const hash = createHash('sha256');
  for (const { identity } of sources) hash.update(identity);
  return {
    label: index,
    identity: hash.digest('hex'),
    files,
    tensors,
    metadata: sources[0]?.metadata ?? {},
    config: null,
  };
}

/** Names of the files that an index puts tensors into. @throws as `weightMap` */
export function shardsOf(index: string): string[] {
  return namesOf(weightMap(index));
}

function namesOf(map: ReadonlyMap<string, string>): string[] {
  return [...new Set(map.values())].toSorted();
}

/** Which file an index puts each tensor into. @throws UserError `json_invalid`, `weights_shard_path` */
export function weightMap(index: string): Map<string, string> {
  const fail = (code: string, what: string) =>
    new UserError(code, `${index} ${what}.`, 'Download the index again.');
  const map = readJsonFile(index)?.['weight_map'];
  if (typeof map !== 'object' || map === null) throw fail('json_invalid', 'has no weight_map');
  const entries = Object.entries(map as Record<string, unknown>);
  for (const [tensor, name] of entries) {
    if (typeof name !== 'string' || !/^[^/\\:]+\.safetensors$/.test(name)) {
      throw fail(
        'weights_shard_path',
        `puts "${tensor}" into ${JSON.stringify(name)}, which is not the name of a .safetensors file beside it`,
      );
    }
  }
  return new Map(entries as [string, string][]);
}
