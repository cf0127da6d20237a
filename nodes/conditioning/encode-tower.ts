/** One prompt through one text tower. */
import type { ScheduledLora } from '../lora/lora.ts';
import { isWeighted, weighTokens } from '../networks/text/blend.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { readTokenizer, tokenizerIdentity } from '../networks/text/tokenizer/read-tokenizer.ts';
import type { Tokenizer } from '../networks/text/tokenizer/tokenizer.ts';
import type { Loaded } from '../runtime/model-store.ts';
import { dim, slice, type Tensor } from '../tensor.ts';
import type { PromptLayout } from './lay-out-prompt.ts';
import { runTower, type EncodeContext, type TowerName } from './run-tower.ts';

/** A tokenizer's tables in memory, roughly. */
const TOKENIZER_BYTES = 32e6;

/**
 * [1, tokens, width], all sequences in a row, and the first's [1, pooled width] (null for T5).
 * @throws UserError of the weights or the LoRAs
 */
export async function encodeTower(
  tower: TowerName,
  source: TextEncoderSource,
  { sequences, empty }: PromptLayout,
  loras: readonly ScheduledLora[],
  context: EncodeContext,
): Promise<{ readonly hidden: Tensor; readonly pooled: Tensor | null }> {
  const weighted = isWeighted(sequences);
  const ids = [...sequences, ...(weighted ? [empty] : [])].map((s) => s.map(({ id }) => id));
  const { hidden, pooled } = await runTower(tower, source, ids, loras, context);
  const count = sequences.length;
  const plain = slice(hidden, 0, count);
  const kept = weighted ? weighTokens(plain, slice(hidden, count, count + 1), sequences) : plain;
  return {
    hidden: { data: kept.data, shape: [1, count * dim(kept, 1), dim(kept, 2)] },
    pooled: pooled && slice(pooled, 0, 1),
  };
}

/** @throws UserError of the tokenizer's files */
export async function openTokenizer(dir: string, { models }: EncodeContext): Promise<Tokenizer> {
  const request = {
    key: `tokenizer ${dir} ${tokenizerIdentity(dir)}`,
    label: dir,
    bytes: TOKENIZER_BYTES,
    load: async (): Promise<Loaded & { readonly tokenizer: Tokenizer }> => ({
      tokenizer: readTokenizer(dir),
      bytes: TOKENIZER_BYTES,
      dispose: () => Promise.resolve(),
    }),
  };
  return models.use(request, ({ tokenizer }) => tokenizer);
}
