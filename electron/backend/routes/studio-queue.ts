import type { FastifyInstance } from 'fastify';
import {
  moveRequest,
  pauseRequest,
  type HistoryPage,
  type QueueItem,
  type QueueState,
} from '../../protocol/queue.ts';
import type { Backend } from '../backend.ts';
import { historyItem, queueItem } from '../describe-job.ts';
import { bodyOf } from '../http/reply.ts';
import type { QueuedJob } from '../store/job-store.ts';
import { Refused } from '../http/errors.ts';

const PAGE = 50;

/** The queue and the history as lists to look at, and what a person does with the queue. */
export function studioQueueRoutes(app: FastifyInstance, { store, dispatcher }: Backend): void {
  let described = new Map<string, QueueItem>();
  const describe = (jobs: readonly QueuedJob[]) => {
    described = new Map(jobs.map((job) => [job.id, described.get(job.id) ?? queueItem(job)]));
    return [...described.values()];
  };

  app.get('/studio/queue', (): QueueState => {
    const { running } = dispatcher;
    const items = describe(running ? [running, ...store.pending()] : store.pending());
    return {
      paused: store.isPaused,
      running: running ? (items[0] ?? null) : null,
      pending: running ? items.slice(1) : items,
    };
  });

  app.post('/studio/queue/pause', async (request, reply) => {
    await dispatcher.setPaused(bodyOf(request, pauseRequest).paused);
    return reply.send();
  });

  app.post('/studio/queue/move', async (request, reply) => {
    const { id, before, after } = bodyOf(request, moveRequest);
    const target = before ? { before } : after ? { after } : ({ front: true } as const);
    if (!(await store.move(id, target))) {
      throw new Refused(409, 'not_waiting', 'The job or its new neighbour waits no longer');
    }
    dispatcher.broadcastStatus();
    return reply.send();
  });

  app.get<{ Querystring: { before?: string } }>('/studio/history', (request): HistoryPage => {
    const before = Number(request.query.before ?? Number.NaN);
    const jobs = store.historyBefore(Number.isSafeInteger(before) ? before : null, PAGE);
    return {
      items: jobs.map(historyItem),
      next: jobs.length === PAGE ? (jobs.at(-1)?.finished ?? null) : null,
    };
  });
}
