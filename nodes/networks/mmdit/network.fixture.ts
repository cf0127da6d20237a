import type { Tensor } from '../../tensor.ts';

/** Deterministic values without a pattern, in -1..1. */
export function waves(...shape: number[]): Tensor {
  const size = shape.reduce((n, d) => n * d, 1);
  const data = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.7 + Math.sqrt(i)));
  return { data, shape };
}

/** The same temperature for every block and token. */
export function gammas(value: number, depth: number, batch = 1, tokens = 1): Tensor {
  const data = new Float32Array(depth * batch * tokens).fill(value);
  return { data, shape: [depth, batch, tokens, 1] };
}
