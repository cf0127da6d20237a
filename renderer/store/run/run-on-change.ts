/** Queues a run whenever what runs has changed and nothing runs. */
import { stringifyJson } from '../../../nodes/graph/json.ts';
import { activeTab, workspace } from '../workspace.ts';
import { runOptions } from './options.ts';
import { runs } from './runs.ts';
import { promptOf, queueRuns } from './submit.ts';

/** Typing and dragging come to rest first. */
const REST_MS = 400;

/** Watches until the returned function is called. Moving nodes about, and seeds that change by themselves, are no change. */
export function watchChanges(): () => void {
  let last = '';
  let tab: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const signature = () => {
    const active = activeTab();
    try {
      return active ? stringifyJson(promptOf(active).prompt) : '';
    } catch {
      return last;
    }
  };
  const isIdle = () => {
    const { running, pending } = runs.getState().queue;
    return running === null && pending.length === 0;
  };
  const check = async () => {
    timer = undefined;
    if (!runOptions.getState().onChange) return;
    const now = signature();
    const isOther = tab !== activeTab()?.id;
    tab = activeTab()?.id ?? null;
    if (isOther) last = now;
    if (now === last || !isIdle()) return;
    last = now;
    if (await queueRuns()) last = signature();
  };
  const plan = () => {
    clearTimeout(timer);
    if (runOptions.getState().onChange) timer = setTimeout(() => void check(), REST_MS);
  };
  const ends = [
    workspace.subscribe(plan),
    runs.subscribe((state, before) => {
      if (state.queue !== before.queue && isIdle()) plan();
    }),
    runOptions.subscribe(({ onChange }) => {
      tab = null;
      if (onChange) plan();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
