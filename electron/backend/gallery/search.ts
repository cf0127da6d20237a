export type SearchField = 'any' | 'prompt' | 'seed' | 'model' | 'file';

export interface SearchTerm {
  readonly field: SearchField;
  /** Lower case. */
  readonly text: string;
}

const FIELDS: Readonly<Record<string, SearchField>> = {
  prompt: 'prompt',
  seed: 'seed',
  model: 'model',
  lora: 'model',
  file: 'file',
};

/** Words that must all be found: `seed:54 model:shapes "red circle"`. A colon behind another word is part of it. */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const match of text.toLowerCase().matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g)) {
    const [whole, name = '', quoted, word] = match;
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    const wanted = field || name === '' ? (quoted ?? word ?? '') : whole.replaceAll('"', '');
    if (wanted.trim() !== '') terms.push({ field: field ?? 'any', text: wanted.trim() });
  }
  return terms;
}
