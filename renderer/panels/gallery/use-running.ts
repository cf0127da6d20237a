import { useMemo } from 'react';
import type { RunState } from '../../store/run/types.ts';
import { useRuns } from '../../store/run/runs.ts';

/** A node of a running job that shows its picture as it comes. */
export interface RunningPicture {
  readonly key: string;
  readonly preview: Blob | null;
  readonly value: number;
  readonly max: number;
}

export function useRunning(): readonly RunningPicture[] {
  const tabs = useRuns((state) => state.tabs);
  const running = useRuns((state) => state.queue.running?.id ?? null);
  return useMemo(() => runningPictures(tabs, running), [tabs, running]);
}

/** @param job the one that runs; the previews of others are over */
export function runningPictures(tabs: RunState['tabs'], job: string | null): RunningPicture[] {
  if (job === null) return [];
  return Object.entries(tabs).flatMap(([tab, { nodes }]) => {
    const sampling = Object.entries(nodes).find(
      // Instances of subgraphs repeat what a node inside them says.
      ([id, run]) =>
        run.job === job && run.status === 'running' && run.preview && !isAround(id, nodes),
    );
    if (!sampling) return [];
    const [node, { preview, value, max }] = sampling;
    return [{ key: `${tab} ${node}`, preview, value, max }];
  });
}

function isAround(id: string, nodes: object): boolean {
  return Object.keys(nodes).some((other) => other.startsWith(`${id}:`));
}
