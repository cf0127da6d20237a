import type { WeightSource } from '../weights/weight-source.ts';

/** One text tower, described: its weights, its kind and its tokenizer. */
export interface TextEncoderSource {
  readonly kind: 'clip' | 't5';
  readonly weights: WeightSource;
  /** The folder that holds tokenizer.json and tokenizer_config.json. */
  readonly tokenizerDir: string;
  /** Tokens per sequence: the tokenizer's own length (diffusers' rule) or ComfyUI's for its loaders. */
  readonly length: number;
}
