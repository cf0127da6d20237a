/** What lists show of a job: read from the JSON that is kept of it. */
import { isObject, parseJson, type Json, type JsonObject } from '../../nodes/graph/json.ts';
import type { OutputFile } from '../../nodes/run-context.ts';
import { studioData, type HistoryItem, type QueueItem } from '../protocol/queue.ts';
import type { FinishedJob, QueuedJob } from './store/job-store.ts';

export function queueItem(job: QueuedJob): QueueItem {
  return itemOf(job, objectOf(job.prompt));
}

export function historyItem(job: FinishedJob): HistoryItem {
  const prompt = objectOf(job.prompt);
  const messages = messagesOf(objectOf(job.status));
  const start = messages.find(([type]) => type === 'execution_start')?.[1];
  const [endType, end] = messages.at(-1) ?? ['', {}];
  return {
    ...itemOf(job, prompt),
    state: job.state,
    place: job.finished,
    started: numberOf(start?.['timestamp']),
    ended: numberOf(end['timestamp']),
    files: filesOf(objectOf(job.outputs)),
    error:
      endType === 'execution_error'
        ? {
            node: textOf(end['node_id']),
            message: textOf(end['exception_message']),
            code: textOf(end['exception_type']),
          }
        : null,
    seed: seedOf(prompt),
  };
}

function itemOf({ id, extraData }: QueuedJob, prompt: JsonObject): QueueItem {
  const extra = objectOf(extraData);
  const { name = null, tab = null } = studioData.safeParse(extra['studio']).data ?? {};
  const client = extra['client_id'];
  return {
    id,
    name,
    tab,
    client: typeof client === 'string' ? client : null,
    nodes: Object.keys(prompt).length,
    created: numberOf(extra['create_time']),
  };
}

function objectOf(text: string): JsonObject {
  const value = parseJson(text);
  return isObject(value) ? value : {};
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function messagesOf(status: JsonObject): [string, JsonObject][] {
  const messages = status['messages'];
  return Array.isArray(messages) ? (messages as [string, JsonObject][]) : [];
}

/** Saved pictures before those that are only shown. */
function filesOf(outputs: JsonObject): OutputFile[] {
  const files = Object.values(outputs).flatMap((output) => {
    const images = isObject(output) ? output['images'] : null;
    return Array.isArray(images) ? (images as unknown as OutputFile[]) : [];
  });
  return files.sort((a, b) => Number(b.type === 'output') - Number(a.type === 'output'));
}

function seedOf(prompt: JsonObject): string | null {
  for (const node of Object.values(prompt)) {
    const inputs = isObject(node) ? node['inputs'] : null;
    if (!isObject(inputs)) continue;
    const seed = inputs['seed'] ?? inputs['noise_seed'];
    if (typeof seed === 'number' || typeof seed === 'bigint') return String(seed);
  }
  return null;
}
