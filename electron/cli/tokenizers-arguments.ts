import { parseArgs } from 'node:util';
import { TOKENIZER_FILES, type TokenizerFile } from '../../nodes/files/tokenizer-files.ts';
import { dataFolder, orUsage, usage } from './parse-values.ts';

export interface TokenizersArguments {
  readonly action: 'list' | 'fetch';
  readonly data: string;
  /** Those to fetch. */
  readonly files: readonly TokenizerFile[];
}

/** @throws UserError `usage` */
export function tokenizersArguments(args: readonly string[]): TokenizersArguments {
  const { values, positionals } = orUsage('tokenizers', () =>
    parseArgs({ args: [...args], allowPositionals: true, options: { data: { type: 'string' } } }),
  );
  const data = dataFolder(values.data);
  const [action = 'list', ...names] = positionals;
  if (action === 'list' && names.length === 0) return { action, data, files: [] };
  if (action !== 'fetch') {
    throw usage(`tokenizers takes list or fetch, not "${positionals.join(' ')}".`, 'tokenizers');
  }
  const unknown = names.find((name) => !TOKENIZER_FILES.some(({ folder }) => folder === name));
  if (names.length === 0 || unknown !== undefined) {
    const known = TOKENIZER_FILES.map(({ folder }) => folder).join(' and ');
    throw usage(`fetch takes ${known}, not "${unknown ?? ''}".`, 'tokenizers');
  }
  return { action, data, files: TOKENIZER_FILES.filter(({ folder }) => names.includes(folder)) };
}
