/** Keeps the state of runs true: messages as they come, and the queue read anew where they were missed. */
import type { QueueState } from '../../../electron/protocol/queue.ts';
import type { ServerMessage } from '../../../electron/protocol/websocket.ts';
import { isObject, type Json, type JsonObject } from '../../../nodes/graph/json.ts';
import { clientId, renewClientId } from '../../api/client-id.ts';
import { getJson } from '../../api/http.ts';
import { connectSocket } from '../../api/socket.ts';
import { tellOutcome } from './outcomes.ts';
import { frameBatch } from './frame-batch.ts';
import { refreshHistory } from './history.ts';
import { reduce, type RunEvent } from './reduce.ts';
import { runs, tabOfItem } from './runs.ts';
import { applyHistory, applyQueue, dropJob, missingJobs, openJobs } from './sync.ts';

const REFRESH_MS = 60;
/** By then a message of the end that is on its way has come. */
const RECOVER_MS = 600;

type Listener = (event: RunEvent) => void;
const listeners = new Set<Listener>();

/** Calls the listener with each message of the server, at most once a frame for all of them. */
export function onServerEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const opened = new Set<() => void>();

/** Calls the listener whenever the connection was made anew. */
export function onConnected(listener: () => void): () => void {
  opened.add(listener);
  if (runs.getState().connection === 'open') listener();
  return () => void opened.delete(listener);
}

/** Connects for as long as the page lives. @returns what ends it */
export function connectRuns(): () => void {
  const batch = frameBatch((events) => {
    runs.setState((state) => {
      const now = Date.now();
      return events.reduce((next, event) => reduce(next, event, now), state);
    });
    for (const event of events) {
      tellOutcome(event);
      for (const listener of listeners) listener(event);
    }
  });
  return connectSocket(address, {
    onOpen() {
      runs.setState({ connection: 'open' });
      batch.hold();
      void syncAll().finally(() => batch.release());
      for (const listener of opened) listener();
    },
    onLost: () => runs.setState({ connection: 'lost' }),
    onTakenOver: () => void renewClientId(),
    onEvent(event) {
      // The status that greets a connection says nothing that the reading since then does not.
      if (event.type === 'status' && event.data.sid === undefined) planRefresh();
      batch.add(event);
    },
  });
}

function address(): string {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  url.searchParams.set('clientId', clientId());
  return url.href;
}

async function syncAll(): Promise<void> {
  await Promise.all([refreshQueue(), loadLatest()]).catch(() => undefined);
}

let planned: ReturnType<typeof setTimeout> | undefined;

/** Many status messages in a row, as when hundreds of jobs are queued, are one question. */
function planRefresh(): void {
  planned ??= setTimeout(() => {
    planned = undefined;
    refreshQueue().catch(() => undefined);
  }, REFRESH_MS);
}

/** Reads the queue; jobs that are in it no longer are looked up in the history. @throws TypeError, RequestError */
export async function refreshQueue(): Promise<void> {
  const open = openJobs(runs.getState());
  const queue = (await getJson('/studio/queue')) as unknown as QueueState;
  runs.setState((state) => applyQueue(state, queue, clientId(), tabOfItem));
  const missing = missingJobs(runs.getState(), open);
  if (missing.length > 0) setTimeout(() => recoverAll(missing), RECOVER_MS);
}

function recoverAll(ids: readonly string[]): void {
  const state = runs.getState();
  const lost = missingJobs(state, openJobs(state)).filter((id) => ids.includes(id));
  void Promise.all(lost.map(recover)).catch(() => undefined);
}

/** What a job left in the history is told again; one without history was taken out of the queue. */
async function recover(id: string): Promise<void> {
  const history = await getJson(`/history/${id}`);
  const entry = isObject(history) ? history[id] : undefined;
  if (!isObject(entry)) {
    runs.setState((state) => dropJob(state, id));
    return;
  }
  const events = recordedEvents(id, entry);
  runs.setState((state) => {
    const isOpen = ['queued', 'running'].includes(state.jobs[id]?.state ?? '');
    return isOpen ? events.reduce((next, event) => reduce(next, event, Date.now()), state) : state;
  });
}

/** The messages that the history keeps, with the pictures before the end. */
function recordedEvents(id: string, entry: JsonObject): ServerMessage[] {
  const status = isObject(entry['status']) ? entry['status'] : {};
  const messages = (Array.isArray(status['messages']) ? status['messages'] : []) as [
    string,
    Json,
  ][];
  const told = messages.map(([type, data]) => ({ type, data }) as unknown as ServerMessage);
  const outputs = Object.entries(isObject(entry['outputs']) ? entry['outputs'] : {});
  const pictures = outputs.map(
    ([node, output]) =>
      ({
        type: 'executed',
        data: { node, display_node: node, output, prompt_id: id },
      }) as unknown as ServerMessage,
  );
  return [...told.slice(0, -1), ...pictures, ...told.slice(-1)];
}

async function loadLatest(): Promise<void> {
  const items = await refreshHistory();
  runs.setState((state) => applyHistory(state, items, tabOfItem));
}
