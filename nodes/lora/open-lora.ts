import { hash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { readJsonFile } from '../networks/weights/json-file.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

/** What PEFT calls the two files of an adapter. */
const PEFT = { weights: 'adapter_model.safetensors', config: 'adapter_config.json' } as const;

/** A LoRA file, with the config that PEFT keeps beside it. @throws UserError */
export function openLora(path: string): WeightSource {
  const source = openSafetensors(path);
  if (basename(path) !== PEFT.weights) return source;
  const config = readJsonFile(join(dirname(path), PEFT.config));
  if (config === null) return source;
  const told = hash('sha256', JSON.stringify(config));
  return { ...source, config, identity: `${source.identity}:${told}` };
}
