/** Adaptive layer norm: a projection of the condition gives shift, scale and gate. Peebles & Xie 2022, arXiv 2212.09748, section 3.2. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';

const EPSILON = 1e-6;

/** Each [batch, 1, width]. */
export interface Modulation {
  readonly shift: Value;
  /** Already 1 + scale. */
  readonly scale: Value;
  /** Missing where a norm has none (norm_out, the last block's text). */
  readonly gate?: Value;
}

type Role = keyof Modulation;

/**
 * Projects the condition [batch, width] and cuts it into modulations.
 * @param order how the projection's output is laid out, one list a modulation
 */
export function modulations(
  l: Layers,
  name: string,
  condition: Value,
  width: number,
  order: readonly (readonly Role[])[],
): Modulation[] {
  const roles = order.flat();
  const one = l.b.floats(roles.flatMap((role) => Array(width).fill(role === 'scale' ? 1 : 0)));
  const projected = l.reshape(l.add(l.linear2d(name, condition), one), [0, 1, -1]);
  const chunks = l.b.ops('Split', [projected], roles.length, {
    axis: { int: -1 },
    num_outputs: { int: roles.length },
  });
  let next = 0;
  return order.map(
    (group) => Object.fromEntries(group.map((role) => [role, chunks[next++]])) as never,
  );
}

/** Layer norm without weights of its own, then scale and shift. */
export function modulate(l: Layers, x: Value, width: number, { scale, shift }: Modulation): Value {
  return l.add(l.mul(l.standardise(x, width, EPSILON), scale), shift);
}

/** x + gate * y */
export function addGated(l: Layers, x: Value, y: Value, { gate }: Modulation): Value {
  return l.add(x, gate ? l.mul(y, gate) : y);
}
