import type { Tensor } from '../../tensor.ts';

/**
 * TACA's temperature for every key of joint attention, image then text: [blocks, batch, image tokens + text tokens, 1], 1 at the
 * image's. One product with the joined keys then warms them, which is cheaper than joining them a second time.
 * @param gamma [blocks, batch, 1 or text tokens, 1]; null: 1
 */
export function keyTemperatures(
  gamma: Tensor | null,
  blocks: number,
  imageTokens: number,
  textTokens: number,
): Tensor {
  const [, batch = 1, given = 1] = gamma?.shape ?? [];
  const tokens = imageTokens + textTokens;
  const data = new Float32Array(blocks * batch * tokens).fill(1);
  if (!gamma) return { data, shape: [blocks, batch, tokens, 1] };
  for (let row = 0; row < blocks * batch; row++) {
    const own = gamma.data.subarray(row * given, (row + 1) * given);
    const text = data.subarray(row * tokens + imageTokens, (row + 1) * tokens);
    if (given === 1) text.fill(own[0] as number);
    else text.set(own);
  }
  return { data, shape: [blocks, batch, tokens, 1] };
}
