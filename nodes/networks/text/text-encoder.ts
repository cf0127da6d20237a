import type { WeightSource } from '../weights/weight-source.ts';

/** One text tower, described: its weights, its kind and its tokenizer. */
export interface TextEncoderSource {
  readonly kind: 'clip' | 't5';
  readonly weights: WeightSource;
  /** What `readTokenizer` reads: a folder, or the GGUF file that carries its vocabulary. */
  readonly tokenizerDir: string;
  /**
   * Tokens per sequence. diffusers' rules: longer prompts are cut to it, shorter ones padded.
   * ComfyUI's: the size of a CLIP chunk, and the least length of a T5 sequence.
   */
  readonly length: number;
  /** diffusers' for diffusers folders, ComfyUI's for single files. */
  readonly rules: 'diffusers' | 'comfyui';
}
