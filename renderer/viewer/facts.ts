/** What the details of a picture list. */
import type { PictureMetadata } from '../../electron/protocol/gallery.ts';
import { t, type TextKey } from '../text/text.ts';

export interface Fact {
  readonly name: Extract<TextKey, `viewer.fact.${string}`>;
  readonly value: string;
  /** Prompts get the whole width. */
  readonly isLong?: boolean;
}

/** Those that are known. */
export function factsOf({ facts, width, height, ms, mtime, path }: PictureMetadata): Fact[] {
  const loras = facts.loras.map(({ name, strength }) =>
    strength === null ? name : `${name} x ${strength}`,
  );
  const all: readonly (Omit<Fact, 'value'> & { readonly value: string | number | null })[] = [
    { name: 'viewer.fact.prompt', value: facts.positive, isLong: true },
    { name: 'viewer.fact.negative', value: facts.negative, isLong: true },
    { name: 'viewer.fact.seed', value: facts.seeds.join(', ') },
    { name: 'viewer.fact.model', value: facts.models.join(', ') },
    { name: 'viewer.fact.loras', value: loras.join(', ') },
    { name: 'viewer.fact.temperature', value: facts.temperature },
    { name: 'viewer.fact.sampler', value: facts.sampler },
    { name: 'viewer.fact.scheduler', value: facts.scheduler },
    { name: 'viewer.fact.steps', value: facts.steps },
    { name: 'viewer.fact.cfg', value: facts.cfg },
    { name: 'viewer.fact.guidance', value: facts.guidance },
    {
      name: 'viewer.fact.size',
      value: width > 0 ? t('viewer.dimensions', { width, height }) : null,
    },
    {
      name: 'viewer.fact.time',
      value: ms === null ? null : t('viewer.seconds', { seconds: (ms / 1000).toFixed(1) }),
    },
    { name: 'viewer.fact.made', value: new Date(mtime).toLocaleString() },
    { name: 'viewer.fact.file', value: path },
  ];
  return all.flatMap((fact) =>
    fact.value === null || fact.value === '' ? [] : [{ ...fact, value: String(fact.value) }],
  );
}

/** The facts in which the other picture differs or that it lacks. */
export function differingFacts(facts: readonly Fact[], other: readonly Fact[]): Set<string> {
  const values = new Map(other.map(({ name, value }) => [name, value]));
  const always = new Set(['viewer.fact.made', 'viewer.fact.file', 'viewer.fact.time']);
  return new Set(
    facts
      .filter(({ name, value }) => !always.has(name) && values.get(name) !== value)
      .map(({ name }) => name),
  );
}
