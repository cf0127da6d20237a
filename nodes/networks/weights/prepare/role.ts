import type { StoredTensor } from '../weight-source.ts';
import { BLOCK } from './blocks.ts';

/**
 * `block`: a linear layer inside the blocks, which are nearly all of a network; `modulation`: such a one that a single row a
 * picture passes through; `layer`: another layer's weight.
 */
export type Role = 'block' | 'modulation' | 'layer' | 'other';

const IN_BLOCKS =
  /^(transformer_blocks|single_transformer_blocks|encoder\.block|text_model\.encoder\.layers)\.\d+\./;
/** Rows are picked from these, or they are added to logits. */
const TABLE =
  /(^|\.)(shared|embed_tokens|token_embedding|position_embedding|relative_attention_bias)\.weight$/;
const MODULATION = /\.norm1?(_context)?\.linear\.weight$/;
const MIN_ROWS = 32;

export function roleOf({ name, shape }: Pick<StoredTensor, 'name' | 'shape'>): Role {
  if (!name.endsWith('.weight') || shape.length < 2 || TABLE.test(name)) return 'other';
  const [rows = 0, width = 0] = shape;
  const isCut = shape.length === 2 && rows >= MIN_ROWS && width > 0 && width % BLOCK === 0;
  if (!isCut || !IN_BLOCKS.test(name)) return 'layer';
  return MODULATION.test(name) ? 'modulation' : 'block';
}

/** Whether a weight is one of those that precisions of fewer bits are for. */
export function isInBlocks(role: Role): boolean {
  return role === 'block' || role === 'modulation';
}
