import type { OpenedTransformer } from '../../../nodes/networks/weights/open-transformer.ts';

/**
 * Multiplications and additions of matrix products in one pass of a transformer, both counted, for each item of a batch: in
 * linear layers and in attention.
 */
export function operations(
  { family, config, weights }: OpenedTransformer,
  imageTokens: number,
  textTokens: number,
): { linear: number; attention: number } {
  const tokens = imageTokens + textTokens;
  const width = config.heads * config.headDim;
  let linear = 0;
  for (const { name, shape } of weights.tensors.values()) {
    const [out = 0, into = 0] = shape;
    if (!name.endsWith('.weight') || shape.length !== 2) continue;
    linear += 2 * out * into * rowsOf(name, imageTokens, textTokens);
  }
  const products = (queries: number, keys: number) => 4 * queries * keys * width;
  if (family === 'flux') return { linear, attention: config.depth * products(tokens, tokens) };
  const joint = (config.depth - 1) * products(tokens, tokens) + products(imageTokens, tokens);
  const alone = config.dualAttentionBlocks.length * products(imageTokens, imageTokens);
  return { linear, attention: joint + alone };
}

/** How many rows go through a layer. */
function rowsOf(name: string, imageTokens: number, textTokens: number): number {
  if (/time_text_embed|norm\w*\.linear/.test(name)) return 1;
  if (name.startsWith('single_')) return imageTokens + textTokens;
  return /context|\.add_|to_add_out/.test(name) ? textTokens : imageTokens;
}
