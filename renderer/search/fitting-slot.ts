/** Which slot of a class a waiting link would take. */
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { typesFit } from '../../nodes/graph/socket-types.ts';
import type { PendingLink } from '../store/node-search.ts';

export type FittingSlot =
  | { readonly side: 'input'; readonly input: string }
  | { readonly side: 'output'; readonly slot: number };

export interface Fit {
  readonly slot: FittingSlot;
  /** 0: just this type and required; larger fits less well. */
  readonly distance: number;
}

/** Null when nothing fits. An input of just the type comes before one that takes anything, sockets before widgets. */
export function fittingSlot(
  nodeClass: NodeClass,
  { side, type }: Pick<PendingLink, 'side' | 'type'>,
): Fit | null {
  const slots: Fit[] =
    side === 'output'
      ? nodeClass.inputs
          .filter((input) => typesFit(type, input.type))
          .map((input) => ({
            slot: { side: 'input', input: input.name },
            distance:
              (input.type === type ? 0 : 4) +
              (input.kind === 'socket' ? 0 : 2) +
              (input.isOptional ? 1 : 0),
          }))
      : nodeClass.outputs
          .map((output, slot): Fit & { fits: boolean } => ({
            fits: typesFit(output.type, type),
            slot: { side: 'output', slot },
            distance: (output.type === type ? 0 : 4) + (slot > 0 ? 1 : 0),
          }))
          .filter(({ fits }) => fits);
  return slots.reduce<Fit | null>(
    (best, fit) => (best === null || fit.distance < best.distance ? fit : best),
    null,
  );
}
