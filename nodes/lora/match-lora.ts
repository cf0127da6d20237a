/** What of a LoRA file finds its layer, told when it is loaded and not after sampling without effect. */
import { UserError } from '../errors.ts';
import { otherModel, recognise } from '../networks/weights/layouts/recognise.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import { baseByNames, FLUX, SD3 } from './lora-base.ts';
import { loraKeys, type LoraEntry } from './lora-keys.ts';
import { LORA_TARGETS, looksLike, type LoraTarget } from './lora-names.ts';
import { planLora } from './parse-lora.ts';

/** Networks that a LoRA may be on; those that are absent are not asked for. */
export type LoraNetworks = Partial<Record<LoraTarget, WeightSource>>;

/** A tensor that FLUX's transformer has and SD3's has not. */
const FLUX_ONLY = 'single_transformer_blocks.0.norm.linear.weight';

/**
 * @returns what to tell the person of keys that match nothing; null when all match
 * @throws UserError when no key matches, or factors do not fit
 */
export function matchLora(source: WeightSource, networks: LoraNetworks): string | null {
  const { entries, strange } = loraKeys(source);
  if (entries.length === 0) throw noLora(source);
  const total = source.tensors.size;
  const made = madeFor(entries, networks.transformer);
  const matched = new Set<string>();
  for (const target of made?.isOther ? [] : LORA_TARGETS) {
    const network = networks[target];
    if (!network) continue;
    for (const { entry } of planLora(source, target, network)) matched.add(entry.base);
  }
  if (matched.size === 0) {
    const parts = Object.keys(networks).join(', ');
    throw new UserError(
      'lora_no_match',
      `0 of ${total} keys of ${source.label} match this model (${parts}): ${made ? `it is a LoRA for ${made.model}` : `its keys are named ${entries[0]?.keys[0]}, …`}.`,
      `Choose a LoRA that was made for ${familyOf(networks.transformer)}, and for the part of the model that is connected.`,
    );
  }
  const elsewhere = (base: string) =>
    LORA_TARGETS.some((target) => !networks[target] && looksLike(target, base));
  const unknown = entries.filter(({ base }) => !matched.has(base) && !elsewhere(base));
  const keys = [...unknown.flatMap((entry) => entry.keys), ...strange];
  if (keys.length === 0) return null;
  const more = keys.length > 5 ? ', …' : '';
  return `${keys.length} of ${total} LoRA keys match nothing and have no effect: ${keys.slice(0, 5).join(', ')}${more}`;
}

/** The model that a LoRA's names tell, and whether the transformer is of another; null when they tell none. */
function madeFor(
  entries: readonly LoraEntry[],
  transformer: WeightSource | undefined,
): { readonly model: string; readonly isOther: boolean } | null {
  const model = baseByNames(entries);
  if (model === null) return null;
  const isOther = transformer !== undefined && model !== familyOf(transformer);
  return { model, isOther: isOther && (model === FLUX || model === SD3) };
}

function familyOf(transformer: WeightSource | undefined): string {
  if (!transformer) return `${SD3} or ${FLUX}`;
  return transformer.tensors.has(FLUX_ONLY) ? FLUX : SD3;
}

function noLora(source: WeightSource): UserError {
  const what =
    otherModel([...source.tensors.keys()]) ??
    (recognise(source).length > 0 ? 'a checkpoint' : 'of an unknown kind');
  return new UserError(
    'lora_none',
    `${source.label} holds no LoRA: it is ${what}.`,
    'Choose a LoRA file, with lora_up/lora_down or lora_A/lora_B keys.',
  );
}
