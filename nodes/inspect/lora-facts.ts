import { basename } from 'node:path';
import { loraBase } from '../lora/lora-base.ts';
import { loraKeys } from '../lora/lora-keys.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import type { ModelFacts } from './model-facts.ts';
import { storedPrecision } from './precision.ts';

/** What a LoRA file is; null when it holds no low-rank factors. @throws UserError `lora_unsupported` */
export function loraFacts(source: WeightSource, path: string): ModelFacts | null {
  const { entries } = loraKeys(source);
  const factors = entries.filter(({ down, up }) => down && up);
  if (factors.length === 0) return null;
  const { base, isSupported } = loraBase(entries);
  const ranks = factors.map(({ down }) => down?.shape[0] ?? 0);
  // The TACA repository's files tell what they are by their names alone.
  const isTaca = /taca/i.test(basename(path));
  const named = isTaca ? 'TACA LoRA' : 'LoRA';
  return {
    group: 'lora',
    kind: base === null ? named : `${named} for ${base}`,
    parts: [],
    rank: Math.max(...ranks),
    precision: storedPrecision(source),
    problem: isSupported
      ? null
      : {
          code: 'lora_no_match',
          message: `Made for ${base}, which is not supported.`,
          cure: 'Use a LoRA for SD3, SD3.5 or FLUX.1.',
        },
  };
}
