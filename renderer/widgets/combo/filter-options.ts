import { go } from 'fuzzysort';

/** The options that a text finds, best first; all of them for none. */
export function filterOptions(options: readonly string[], text: string): readonly string[] {
  const wanted = text.trim();
  if (wanted === '') return options;
  return go(wanted, options, { threshold: 0.3 }).map(({ target }) => target);
}
