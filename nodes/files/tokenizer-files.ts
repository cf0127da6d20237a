/** Vocabularies as their makers publish them, which weight files lack. Nothing is fetched unless a person asks for it. */
export interface TokenizerFile {
  /** Its folder below `tokenizers`. */
  readonly folder: 'clip_l' | 't5';
  /** What it is for. */
  readonly use: string;
  /** On Hugging Face. */
  readonly repo: string;
  readonly revision: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
}

export const TOKENIZER_FILES: readonly TokenizerFile[] = [
  {
    folder: 'clip_l',
    use: 'CLIP-L and CLIP-G',
    repo: 'openai/clip-vit-large-patch14',
    revision: '32bd64288804d66eefd0ccbe215aa642df71cc41',
    file: 'merges.txt',
    bytes: 524_619,
    sha256: '9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a',
    licence: 'MIT',
  },
  {
    folder: 't5',
    use: 'T5',
    repo: 'google/t5-v1_1-xxl',
    revision: '3db67ab1af984cf10548a73467f0e5bca2aaaeb2',
    file: 'spiece.model',
    bytes: 791_656,
    sha256: 'd60acb128cf7b7f2536e8f38a5b18a05535c9e14c7a355904270e15b0945ea86',
    licence: 'Apache-2.0',
  },
];
