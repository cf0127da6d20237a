import { UserError } from '../../nodes/errors.ts';
import { coerce, SEED_MAX } from '../../nodes/graph/coerce.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { definitionOf, isMalformed, readPrompt } from '../../nodes/graph/prompt.ts';
import type { InputChange } from './set-inputs.ts';

export interface Seed extends InputChange {
  readonly value: bigint;
}

/** The seeds that stand in the workflow itself; linked ones follow their source. */
export function seedsOf(prompt: JsonObject, registry: Registry): Seed[] {
  const read = readPrompt(prompt);
  if (isMalformed(read)) return [];
  const seeds: Seed[] = [];
  for (const { id, classType, inputs } of read.values()) {
    const definition = definitionOf(registry, classType);
    for (const [input, spec] of Object.entries(definition?.inputs ?? {})) {
      if (spec.kind !== 'seed') continue;
      const seed = coerce(spec, inputs.get(input));
      if ('value' in seed && typeof seed.value === 'bigint') {
        seeds.push({ node: id, input, value: seed.value });
      }
    }
  }
  return seeds;
}

/** The seeds of picture `index`: each that much higher, starting again at 0 above 2^64 - 1. */
export function nextSeeds(seeds: readonly Seed[], index: number): Seed[] {
  return seeds.map((seed) => ({
    ...seed,
    value: (seed.value + BigInt(index)) % (SEED_MAX + 1n),
  }));
}

/** @throws UserError `no_seed` when `count` pictures would all be the same */
export function requireSeeds(seeds: readonly Seed[], count: number): void {
  if (count === 1 || seeds.length > 0) return;
  throw new UserError(
    'no_seed',
    `No node of the workflow has a seed, so ${count} pictures would all be the same.`,
    'Render without --count, or use a sampler with a seed of its own.',
  );
}
