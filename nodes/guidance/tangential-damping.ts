import type { Predictions } from './predictions.ts';
import { dot, itemsOf } from './vectors.ts';

/**
 * TCFG: leaves of the negative's velocity only what lies along the direction that both velocities share most, the first right
 * singular vector of the two. Kwon et al. 2025, arXiv 2503.18137, algorithm 1. Needs a negative.
 */
export function tangentialDamping(p: Predictions): Predictions {
  const { x, shape, positive, negative } = p;
  if (!negative) return p;
  const out = new Float32Array(negative.length);
  for (const { from, to } of itemsOf(shape)) {
    const velocity = (picture: Float32Array) =>
      picture.subarray(from, to).map((value, i) => (x[from + i] as number) - value);
    const [away, towards] = [velocity(negative), velocity(positive)];
    const [weightAway, weightTowards] = strongest(
      dot(away, away),
      dot(away, towards),
      dot(towards, towards),
    );
    const shared = away.map(
      (value, i) => weightAway * value + weightTowards * (towards[i] as number),
    );
    const length = dot(shared, shared);
    const along = length > 0 ? dot(away, shared) / length : 0;
    shared.forEach((value, i) => (out[from + i] = (x[from + i] as number) - along * value));
  }
  return { ...p, negative: out };
}

/** Eigenvector of [[a, b], [b, c]] with the larger eigenvalue: rows weighed by it sum to the first right singular vector. */
function strongest(a: number, b: number, c: number): [number, number] {
  if (b === 0) return a >= c ? [1, 0] : [0, 1];
  const half = (a - c) / 2;
  const root = Math.hypot(half, b);
  return half >= 0 ? [half + root, b] : [b, root - half];
}
