interface Depths {
  readonly depth: number;
  /** Of FLUX: single blocks are counted behind these. */
  readonly doubleBlocks?: number;
}

const BLOCK = /^(single_)?transformer_blocks\.(\d+)\./;
/** Rows are read from it as they are needed. */
const TABLE = 'pos_embed.pos_embed';

/** The block in whose session a tensor is; the embedders' are in the first, the output layer's in the last. null: in none. */
export function blockOf({ depth, doubleBlocks = depth }: Depths, tensor: string): number | null {
  const [, single, index] = BLOCK.exec(tensor) ?? [];
  if (index !== undefined) return Number(index) + (single ? doubleBlocks : 0);
  if (/^(norm_out|proj_out)\./.test(tensor)) return depth - 1;
  return tensor === TABLE ? null : 0;
}
