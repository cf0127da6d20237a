import { addedTokenSplitter, type AddedToken } from './added-tokens.ts';
import type { Aligned } from './aligned.ts';
import type { Normalizer } from './normalize.ts';
import type { Token } from './token.ts';

/** A text tower's tokenizer, read from its folder. */
export interface Tokenizer {
  /** Put before every sequence (CLIP); null: none (T5). */
  readonly begin: number | null;
  readonly end: number;
  readonly pad: number;
  /** The text's tokens alone, without begin, end and padding. In linear time but for very long words. */
  tokens(text: Aligned): Token[];
}

/**
 * Added tokens first, then normalisation, then the model on what is left.
 * Those marked `normalized` are looked for once the text is normalised.
 */
export function tokenizeWith(
  added: readonly AddedToken[],
  normalize: Normalizer,
  model: (normalized: Aligned) => Token[],
): (text: Aligned) => Token[] {
  const asTyped = addedTokenSplitter(added.filter((token) => !token.normalized));
  const normalized = addedTokenSplitter(added.filter((token) => token.normalized));
  return (text) =>
    asTyped(text).flatMap((part) =>
      'token' in part
        ? [part.token]
        : normalized(normalize(part.rest)).flatMap((inner) =>
            'token' in inner ? [inner.token] : model(inner.rest),
          ),
    );
}
