import { join } from 'node:path';
import { close, padOrCut } from '../../../nodes/networks/text/sequence.ts';
import { align } from '../../../nodes/networks/text/tokenizer/aligned.ts';
import { readTokenizer } from '../../../nodes/networks/text/tokenizer/read-tokenizer.ts';
import type { Tokenizer } from '../../../nodes/networks/text/tokenizer/tokenizer.ts';
import type { GoldenTable } from '../kind.ts';

interface TokenizerTable {
  readonly clip: { readonly dir: string };
  readonly clip_g: { readonly dir: string };
  readonly t5: { readonly dir: string };
  readonly rows: readonly (Readonly<Record<string, readonly number[]>> & {
    readonly text: string;
  })[];
}

export const tokenizers: GoldenTable = {
  title: 'Token ids',
  file: 'tokenizers.json',
  check(table, dir) {
    const { clip, clip_g, t5, rows } = table as TokenizerTable;
    const clipL = readTokenizer(join(dir, clip.dir));
    const clipG = readTokenizer(join(dir, clip_g.dir));
    const t5xxl = readTokenizer(join(dir, t5.dir));
    return Promise.resolve(
      rows.flatMap((row) => {
        const ids = (tokenizer: Tokenizer, length?: number) => {
          const tokens = tokenizer.tokens(align(row.text)).map((t) => ({ ...t, weight: 1 }));
          const sequence =
            length === undefined
              ? close(tokens, 0, tokenizer)
              : padOrCut(tokens, length, tokenizer);
          return sequence.map((token) => token.id);
        };
        const computed: Record<string, number[]> = {
          clip_l: ids(clipL, 77),
          clip_g: ids(clipG, 77),
          clip_unpadded: ids(clipL),
          t5_32: ids(t5xxl, 32),
          t5_128: ids(t5xxl, 128),
          t5_unpadded: ids(t5xxl),
        };
        return Object.entries(computed).map(([column, actual]) => ({
          name: `${column} ${JSON.stringify(row.text).slice(0, 30)}`,
          error: differences(actual, row[column] ?? []),
          tolerance: 0,
        }));
      }),
    );
  },
};

function differences(actual: readonly number[], expected: readonly number[]): number {
  const length = Math.max(actual.length, expected.length);
  return Array.from({ length }, (_, i) => actual[i] !== expected[i]).filter(Boolean).length;
}
