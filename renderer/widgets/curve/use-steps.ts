import { useMemo } from 'react';
import { stepPositions } from '../../../nodes/graph/schedule/positions.ts';
import type { StepPosition } from '../../../nodes/graph/schedule/window.ts';
import { useTabRun } from '../../store/run/runs.ts';
import { useTab } from '../../store/workspace.ts';
import { useAdvice } from '../advice.ts';

export interface NodeSteps {
  readonly positions: readonly StepPosition[];
  /** False: no sampler uses the node; even steps stand in for the real ones. */
  readonly isReal: boolean;
  /** Steps that the node is on in, as the server tells. */
  readonly on: readonly number[];
  /** The step that its sampler is in, from 0 along the positions; null when it does not run. */
  readonly current: number | null;
}

const NOMINAL = stepPositions({
  sigmas: Array.from({ length: 21 }, (_, i) => 1 - i / 20),
  firstStep: 0,
  steps: 20,
});

/**
 * The steps of the first sampler that a node is before, with the scheduler's timesteps.
 * @param isAsked false: even steps, and the server is not asked
 */
export function useSteps(node: string, isAsked: boolean): NodeSteps {
  const reply = useAdvice(isAsked ? { path: '/studio/timesteps', node } : null);
  const sampler = reply?.samplers.find(({ sigmas }) => sigmas.length > 1) ?? null;
  const id = useTab(({ path }) => [...path, node].join(':')) ?? node;
  const current = useTabRun(({ nodes }) => {
    const run = sampler && nodes[sampler.node];
    return run?.status === 'running' && run.max > 0 ? Math.min(run.value, run.max - 1) : null;
  });
  return useMemo(
    () => ({
      positions: sampler ? stepPositions(sampler) : NOMINAL,
      isReal: sampler !== null,
      on: sampler?.windows.find((window) => window.node === id)?.on ?? [],
      current,
    }),
    [sampler, id, current],
  );
}
