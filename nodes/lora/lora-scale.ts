import { UserError } from '../errors.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import type { LoraEntry } from './lora-keys.ts';
import type { LoraTarget } from './lora-names.ts';

/**
 * A PEFT config: diffusers keeps it in the header's `lora_adapter_metadata`, keys with the network's name before; PEFT itself in
 * the file beside, which `openLora` reads.
 */
type AdapterConfig = Readonly<Record<string, unknown>>;

/**
 * The scale of every layer of a file: its `.alpha` over the rank; without one, that of the PEFT config; without
 * that, 1.
 * @throws UserError `lora_metadata`, `lora_alpha`
 */
export function loraScales(
  source: WeightSource,
  target: LoraTarget,
): (entry: LoraEntry, module: string, rank: number) => number {
  const config = adapterConfig(source);
  const told = (key: string) => config[`${target}.${key}`] ?? source.config?.[key];
  const patterns = Object.entries((told('alpha_pattern') ?? {}) as Record<string, unknown>);
  return (entry, module, rank) => {
    const own = entry.alpha && readTensor(source, entry.alpha.name).data[0];
    const pattern = patterns.find(([name]) => module === name || module.endsWith(`.${name}`));
    const alpha = own ?? pattern?.[1] ?? told('lora_alpha') ?? rank;
    if (typeof alpha !== 'number' || !Number.isFinite(alpha)) {
      const shown = typeof alpha === 'number' ? alpha : typeof alpha;
      throw new UserError(
        'lora_alpha',
        `${source.label} gives "${entry.base}" the alpha ${shown}.`,
        'The file is damaged; download or save it again.',
      );
    }
    const rootScaled = own === undefined && told('use_rslora') === true;
    return alpha / (rootScaled ? Math.sqrt(rank) : rank);
  };
}

function adapterConfig({ label, metadata }: WeightSource): AdapterConfig {
  const text = metadata['lora_adapter_metadata'];
  if (text === undefined) return {};
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null) return config as AdapterConfig;
  } catch {
    // falls through to the error below
  }
  throw new UserError(
    'lora_metadata',
    `${label} has a lora_adapter_metadata in its header that is no JSON object, so its alphas are unknown.`,
    'Download or save the file again.',
  );
}
