import type { UserError } from '../errors.ts';

/** What a model file is to a pipeline. */
export type ModelGroup = 'checkpoint' | 'transformer' | 'text-encoder' | 'vae' | 'lora' | 'other';

/** Why a file cannot be used. */
export interface ModelProblem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

/** What the header of a model file tells. */
export interface ModelFacts {
  readonly group: ModelGroup;
  /** In words: "SD3.5 large", "LoRA for FLUX.1". */
  readonly kind: string;
  /** Other networks in the same file or folder: "CLIP-L", "VAE". */
  readonly parts: readonly string[];
  /** Of a LoRA. */
  readonly rank: number | null;
  /** How most of the weights are stored: "bf16", "fp8 e4m3", "GGUF Q8_0". */
  readonly precision: string | null;
  readonly problem: ModelProblem | null;
}

/** The error without the path of the file, for a row that shows its name. */
export function problemOf(error: UserError, path: string): ModelProblem {
  const { code, message, cure } = error;
  const short = message
    .replaceAll(path, '')
    .replace(/^[\s:]+(is )?/, '')
    .trim();
  return { code, message: short.charAt(0).toUpperCase() + short.slice(1), cure };
}
