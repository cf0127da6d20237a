import { useEffect, useMemo, useState } from 'react';
import { progressOf, queueLeft, type Progress } from '../../store/run/progress.ts';
import { useRuns } from '../../store/run/runs.ts';
import { formatAbout } from '../../text/format.ts';
import { t } from '../../text/text.ts';

const AGAIN_MS = 1000;

interface QueueProgress {
  readonly progress: Progress | null;
  /** "Running 1 of 4 · about 6 s left"; null when nothing runs. */
  readonly text: string | null;
}

/** How far the queue is; looked at with each step, and each second between. */
export function useQueueProgress(): QueueProgress {
  const state = useRuns((all) => all);
  const isRunning = state.queue.running !== null;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(Date.now()), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return useMemo(() => {
    if (!isRunning) {
      return { progress: null, text: state.queue.paused ? t('queue.paused') : null };
    }
    const at = Math.max(now, Date.now());
    const left = queueLeft(state, at);
    const count = state.queue.pending.length + 1;
    const parts = [count > 1 ? t('queue.runningOf', { count }) : t('queue.running')];
    if (left !== null) parts.push(t('queue.left', { time: formatAbout(left) }));
    return { progress: progressOf(state, at), text: parts.join(' · ') };
  }, [state, isRunning, now]);
}
