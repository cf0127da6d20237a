/** One prompt through one text tower. */
import { isWeighted, weighTokens } from '../networks/text/blend.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { readTokenizer } from '../networks/text/tokenizer/read-tokenizer.ts';
import type { Tokenizer } from '../networks/text/tokenizer/tokenizer.ts';
import type { Loaded } from '../runtime/model-store.ts';
import { dim, slice, type Tensor } from '../tensor.ts';
import { layOutPrompt } from './lay-out-prompt.ts';
import { runTower, type EncodeContext, type TowerLora, type TowerName } from './run-tower.ts';

export interface TowerOutput {
  /** [1, tokens, width] */
  readonly hidden: Tensor;
  /** [1, width]; null for T5. */
  readonly pooled: Tensor | null;
  /** Tokens that the prompt has and that were read. */
  readonly tokens: number;
  readonly read: number;
}

/** A tokenizer's tables in memory, roughly. */
const TOKENIZER_BYTES = 32e6;

/** @throws UserError of the tokenizer, the weights or the LoRAs */
export async function encodeTower(
  tower: TowerName,
  source: TextEncoderSource,
  text: string,
  loras: readonly TowerLora[],
  context: EncodeContext,
): Promise<TowerOutput> {
  const tokenizer = await openTokenizer(source.tokenizerDir, context);
  const { sequences, empty, tokens, read } = layOutPrompt(tower, source, text, tokenizer);
  const weighted = isWeighted(sequences);
  const ids = [...sequences, ...(weighted ? [empty] : [])].map((s) => s.map(({ id }) => id));
  const { hidden, pooled } = await runTower(tower, source, ids, loras, context);
  const count = sequences.length;
  const plain = slice(hidden, 0, count);
  const kept = weighted ? weighTokens(plain, slice(hidden, count, count + 1), sequences) : plain;
  return {
    hidden: { data: kept.data, shape: [1, count * dim(kept, 1), dim(kept, 2)] },
    pooled: pooled && slice(pooled, 0, 1),
    tokens,
    read,
  };
}

async function openTokenizer(dir: string, { models }: EncodeContext): Promise<Tokenizer> {
  const { tokenizer } = await models.open(`tokenizer:${dir}`, () => {
    const loaded: Loaded & { readonly tokenizer: Tokenizer } = {
      tokenizer: readTokenizer(dir),
      bytes: TOKENIZER_BYTES,
      dispose: () => Promise.resolve(),
    };
    return Promise.resolve(loaded);
  });
  return tokenizer;
}
