import { useMemo } from 'react';
import { setValue } from '../../../nodes/graph/document/edits.ts';
import { editGraph, openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { allowedGamma } from '../text/chips.ts';
import { linkInto } from '../linked.ts';
import { endOf, scheduledOf, seriesOf, withEnd, type Scheduled } from './schedule-values.ts';
import { useSteps, type NodeSteps } from './use-steps.ts';

export interface ScheduleState {
  readonly scheduled: Scheduled;
  readonly steps: NodeSteps;
  readonly series: readonly number[];
  /** Where the window ends along the steps; null where it has no end of its own. */
  readonly end: number | null;
  readonly isPeakLinked: boolean;
  readonly setPeak: (value: number) => void;
  readonly setEnd: (place: number) => void;
}

/** A node's schedule and what its handles do; null for a node without. */
export function useSchedule(node: string): ScheduleState | null {
  const values = useTab((tab) => openGraph(tab).nodes[node]?.values ?? null);
  const steps = useSteps(node, values !== null && scheduledOf(values) !== null);
  const links = useTab((tab) => openGraph(tab).links);
  const linked = useTab((tab) =>
    ['temperature', 'strength', 'steps', 'end', 'timestep']
      .filter((input) => linkInto(openGraph(tab), node, input))
      .join(' '),
  );
  return useMemo(() => {
    const scheduled = values && scheduledOf(values);
    if (!scheduled || !links) return null;
    const { positions, on } = steps;
    const isLinked = (input: string) => (linked ?? '').split(' ').includes(input);
    const change = (input: string, value: number) =>
      editGraph(t('widget.edit', { input }), (graph) => setValue(graph, node, input, value), {
        group: `curve ${node} ${input}`,
      });
    const end = endOf(scheduled.window, positions);
    const moving = end === null ? null : withEnd(scheduled.window, positions, end);
    return {
      scheduled,
      steps,
      series: seriesOf(scheduled, positions, on),
      end: moving && !isLinked(moving.input) ? end : null,
      isPeakLinked: isLinked(scheduled.input),
      setPeak: (value) =>
        change(
          scheduled.input,
          scheduled.input === 'temperature' ? allowedGamma(value) : Math.round(value * 100) / 100,
        ),
      setEnd: (place) => {
        const moved = withEnd(scheduled.window, positions, place);
        if (moved) change(moved.input, moved.value);
      },
    };
  }, [values, links, linked, steps, node]);
}
