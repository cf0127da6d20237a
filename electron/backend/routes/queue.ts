import type { FastifyInstance } from 'fastify';
import { clearOrDelete, freeRequest, interruptRequest } from '../../protocol/http.ts';
import type { Backend } from '../backend.ts';
import { bodyOf, sendJson } from '../http/reply.ts';
import type { FinishedJob, QueuedJob } from '../store/job-store.ts';

/** /queue, /interrupt, /history and /free. */
export function queueRoutes(app: FastifyInstance, { store, dispatcher, engine }: Backend): void {
  app.get('/prompt', () => ({ exec_info: { queue_remaining: dispatcher.remaining() } }));

  app.get('/queue', (_request, reply) => {
    const running = dispatcher.running ? [itemOf(dispatcher.running)] : [];
    const pending = store.pending().map(itemOf);
    return sendJson(
      reply,
      `{"queue_running": [${running.join(', ')}], "queue_pending": [${pending.join(', ')}]}`,
    );
  });

  app.post('/queue', async (request, reply) => {
    const body = bodyOf(request, clearOrDelete);
    if (body.clear) await store.cancel();
    if (body.delete) await store.cancel(body.delete);
    if (body.clear || body.delete) dispatcher.broadcastStatus();
    return reply.send();
  });

  app.post('/interrupt', (request, reply) => {
    const id = bodyOf(request, interruptRequest).prompt_id;
    dispatcher.interrupt(id ?? undefined);
    return reply.send();
  });

  app.post('/free', (request, reply) => {
    const body = bodyOf(request, freeRequest);
    const unloadModels = body.unload_models === true;
    const freeMemory = body.free_memory === true;
    if (unloadModels || freeMemory) engine.free({ unloadModels, freeMemory });
    return reply.send();
  });

  app.get<{ Querystring: { max_items?: string; offset?: string } }>(
    '/history',
    (request, reply) => {
      const { max_items: max, offset } = request.query;
      return sendJson(reply, entries(store.history(wholeNumber(max), wholeNumber(offset))));
    },
  );

  app.get<{ Params: { id: string } }>('/history/:id', (request, reply) => {
    const job = store.historyOf(request.params.id);
    return sendJson(reply, entries(job ? [job] : []));
  });

  app.post('/history', async (request, reply) => {
    const body = bodyOf(request, clearOrDelete);
    if (body.clear) await store.forget();
    if (body.delete) await store.forget(body.delete);
    return reply.send();
  });
}

/** ComfyUI's five-tuple, put together from JSON that is kept as text. */
function itemOf({ id, number, prompt, extraData, targets }: QueuedJob): string {
  return `[${number}, ${JSON.stringify(id)}, ${prompt}, ${extraData}, ${targets}]`;
}

function entries(jobs: readonly FinishedJob[]): string {
  const members = jobs.map((job) => {
    const { id, outputs, status, meta } = job;
    const entry = `"prompt": ${itemOf(job)}, "outputs": ${outputs}, "status": ${status}, "meta": ${meta}`;
    return `${JSON.stringify(id)}: {${entry}}`;
  });
  return `{${members.join(', ')}}`;
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return text !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
