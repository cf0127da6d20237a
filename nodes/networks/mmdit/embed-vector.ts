import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';

/** One of the vectors that condition every block (timestep, guidance, pooled text) through its small MLP: [batch, width]. */
export function embedVector(l: Layers, name: string, x: Value): Value {
  return l.linear2d(`${name}.linear_2`, l.silu(l.linear2d(`${name}.linear_1`, x)));
}
