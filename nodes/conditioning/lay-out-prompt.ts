/** A prompt as the sequences that a tower reads, by diffusers' rules or ComfyUI's. */
import { chunk, close, padOrCut, usable, type TokenSequence } from '../networks/text/sequence.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { align, joinAligned } from '../networks/text/tokenizer/aligned.ts';
import type { Tokenizer } from '../networks/text/tokenizer/tokenizer.ts';
import { parsePromptWeights, type Segment } from './prompt-weights.ts';
import type { TowerName } from './run-tower.ts';

export interface PromptLayout {
  /** Equally long; at least one. */
  readonly sequences: readonly TokenSequence[];
  /** The empty prompt, as long as they are. */
  readonly empty: TokenSequence;
  /** Tokens that the prompt has and that the sequences hold. */
  readonly tokens: number;
  readonly read: number;
}

/** ComfyUI's rules know no longest prompt; these lengths are far above any that is of use, and below what fills the memory. */
const MOST_CLIP_CHUNKS = 16;
const MOST_T5_TOKENS = 1024;
/** CLIP-G's padding token in ComfyUI. */
const COMFYUI_CLIP_G_PAD = 0;

/** @param text null: the end token alone */
export function layOutPrompt(
  tower: TowerName,
  { rules, length }: Pick<TextEncoderSource, 'rules' | 'length'>,
  text: string | null,
  tokenizer: Tokenizer,
): PromptLayout {
  if (text === null) {
    const empty = close([], 0, tokenizer);
    return { sequences: [empty], empty, tokens: 0, read: 0 };
  }
  const segments = parsePromptWeights(align(text));
  if (rules === 'diffusers') {
    const tokens = tokensTogether(segments, text.length, tokenizer);
    return {
      sequences: [padOrCut(tokens, length, tokenizer)],
      empty: close([], length, tokenizer),
      tokens: tokens.length,
      read: Math.min(tokens.length, usable(length, tokenizer)),
    };
  }
  const groups = segments.map((segment) => tokensOf(segment, tokenizer));
  const tokens = groups.reduce((sum, group) => sum + group.length, 0);
  if (tower === 't5') {
    const kept = groups.flat().slice(0, MOST_T5_TOKENS - 1);
    const sequence = close(kept, length, tokenizer);
    const empty = close([], sequence.length, tokenizer);
    return { sequences: [sequence], empty, tokens, read: kept.length };
  }
  const pad = tower === 'clipG' ? COMFYUI_CLIP_G_PAD : tokenizer.end;
  const frame = { ...tokenizer, pad };
  const sequences = chunk(groups, length, frame).slice(0, MOST_CLIP_CHUNKS);
  return { sequences, empty: close([], length, frame), tokens, read: contentOf(sequences) };
}

/** With empty prompts behind it until there are `count` sequences. */
export function padWithEmpty(layout: PromptLayout, count: number): PromptLayout {
  const missing = Math.max(0, count - layout.sequences.length);
  const padding = Array.from({ length: missing }, () => layout.empty);
  return { ...layout, sequences: [...layout.sequences, ...padding] };
}

/**
 * The tokens of the prompt without its weights, each with the weight that holds where it starts: weights change no tokens.
 * @param length of the prompt
 */
function tokensTogether(
  segments: readonly Segment[],
  length: number,
  tokenizer: Tokenizer,
): TokenSequence {
  const weights = new Float64Array(length).fill(1);
  for (const { text, weight } of segments) for (const at of text.starts) weights[at] = weight;
  return tokenizer
    .tokens(joinAligned(segments.map(({ text }) => text)))
    .map((token) => ({ ...token, weight: weights[token.start] ?? 1 }));
}

/** ComfyUI's way: the tokens of each segment by itself. */
function tokensOf({ text, weight }: Segment, tokenizer: Tokenizer): TokenSequence {
  return tokenizer.tokens(text).map((token) => ({ ...token, weight }));
}

/** Tokens that stand for a part of the prompt. */
function contentOf(sequences: readonly TokenSequence[]): number {
  return sequences.reduce(
    (sum, sequence) => sum + sequence.filter(({ inserted }) => !inserted).length,
    0,
  );
}
