import { typesFit } from './socket-types.ts';

/**
 * The input that a bypassed node lets through to one of its outputs: that of the same slot if its type fits both sides,
 * else the first of exactly the wanted type, else the first that fits.
 */
export function passedInput<I extends { readonly type: string }>(
  node: {
    readonly inputs: readonly I[];
    readonly outputs: readonly { readonly type: string }[];
  },
  slot: number,
  wanted: string,
): I | undefined {
  const { inputs, outputs } = node;
  const opposite = inputs[slot];
  const given = outputs[slot]?.type ?? '*';
  if (opposite && typesFit(opposite.type, given) && typesFit(opposite.type, wanted)) {
    return opposite;
  }
  return (
    inputs.find(({ type }) => type === wanted) ?? inputs.find(({ type }) => typesFit(type, wanted))
  );
}
