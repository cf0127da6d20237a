/** What a person does with the queue and the history. Answers come as messages, from which the page reads the queue. */
import type { QueueItem } from '../../../electron/protocol/queue.ts';
import { isObject, type JsonObject } from '../../../nodes/graph/json.ts';
import { clientId, randomId } from '../../api/client-id.ts';
import { getJson, RequestError, sendJson } from '../../api/http.ts';
import { readWorkflow } from '../../../nodes/graph/document/read-workflow.ts';
import { formatOrdinal } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { catalog } from '../catalog.ts';
import { openTab } from '../workspace.ts';
import { announce, notify } from '../notices.ts';
import { withJob } from './reduce.ts';
import { runs, tabOfItem } from './runs.ts';
import { dropJob } from './sync.ts';
import type { Job } from './types.ts';

export async function togglePaused(): Promise<void> {
  const paused = !runs.getState().queue.paused;
  if (!(await ask('/studio/queue/pause', { paused }))) return;
  const isRunning = runs.getState().queue.running !== null;
  if (!paused) notify(t('notice.resumed'));
  else notify(t(isRunning ? 'notice.paused' : 'notice.paused.idle'));
}

/** Stops what runs now. */
export async function interrupt(): Promise<void> {
  const running = runs.getState().queue.running;
  if (running) await ask('/interrupt', { prompt_id: running.id });
}

export async function cancelJobs(ids: readonly string[]): Promise<void> {
  await ask('/queue', { delete: ids });
}

export async function clearQueue(): Promise<void> {
  await ask('/queue', { clear: true });
}

/** @param to its new place among those that wait, from 0 */
export async function moveJob(id: string, to: number): Promise<void> {
  const { pending, running } = runs.getState().queue;
  const item = pending.find((one) => one.id === id);
  const others = pending.filter((one) => one !== item);
  const at = Math.min(others.length, Math.max(0, to));
  if (!item || pending.indexOf(item) === at) return;
  const next = others[at];
  const last = others.at(-1);
  const place = next ? { before: next.id } : { after: last?.id };
  const order = others.toSpliced(at, 0, item);
  runs.setState((state) => ({ queue: { ...state.queue, pending: order } }));
  if (await ask('/studio/queue/move', { id, ...place })) {
    const shown = formatOrdinal(at + (running ? 2 : 1));
    announce(t('queue.moved', { name: nameOf(item), place: shown }));
  }
}

/** Queues what was run before once more, with the same values. False when that was refused. */
export async function runAgain(item: QueueItem): Promise<boolean> {
  const [, , prompt, extra] = await tupleOf(item.id);
  if (!isObject(prompt)) return false;
  const id = randomId();
  const data = isObject(extra) ? extra : {};
  const job: Job = {
    id,
    name: nameOf(item),
    tab: tabOfItem(item),
    nodes: Object.keys(prompt),
    state: 'queued',
    started: null,
    ended: null,
    seed: null,
    steps: 1,
  };
  runs.setState((state) => withJob(state, job));
  const { extra_pnginfo = {}, studio = {} } = data;
  const body = {
    prompt,
    prompt_id: id,
    client_id: clientId(),
    extra_data: { extra_pnginfo, studio },
  };
  const isQueued = await ask('/prompt', body, 'queue.again.failed');
  if (!isQueued) runs.setState((state) => dropJob(state, id));
  return isQueued;
}

/** Opens what a run was made from in a tab of its own. */
export async function openRunWorkflow(item: QueueItem): Promise<void> {
  const [, , , extra] = await tupleOf(item.id);
  const info = isObject(extra) && isObject(extra['extra_pnginfo']) ? extra['extra_pnginfo'] : {};
  const { workflow } = info;
  if (!isObject(workflow)) {
    notify(t('queue.openFailed'), { kind: 'error' });
    return;
  }
  const document = readWorkflow(workflow, catalog.getState().classes);
  openTab({ name: nameOf(item), document });
}

export async function forgetRuns(ids: readonly string[] | null): Promise<void> {
  await ask('/history', ids ? { delete: ids } : { clear: true });
}

export function nameOf(item: { readonly name: string | null }): string {
  return item.name ?? t('queue.untitled');
}

async function tupleOf(id: string): Promise<readonly unknown[]> {
  const history = await getJson(`/history/${id}`);
  const entry = isObject(history) ? history[id] : undefined;
  const tuple = isObject(entry) ? entry['prompt'] : undefined;
  if (Array.isArray(tuple)) return tuple;
  const { queue_pending: pending, queue_running: running } = (await getJson(
    '/queue',
  )) as JsonObject;
  const waiting = [...(pending as unknown[][]), ...(running as unknown[][])];
  return waiting.find((one) => one[1] === id) ?? [];
}

/** False when it was refused, which is told. */
async function ask(path: string, body: object, refusal?: 'queue.again.failed'): Promise<boolean> {
  try {
    await sendJson(path, body);
    return true;
  } catch (error) {
    const isMoved = error instanceof RequestError && error.status === 409;
    const message =
      error instanceof RequestError
        ? isMoved
          ? t('queue.moveLost')
          : error.message
        : t('notice.offline');
    notify(refusal ? t(refusal, { message }) : message, { kind: 'error' });
    return false;
  }
}
