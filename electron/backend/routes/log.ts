import type { FastifyInstance } from 'fastify';
import { logSubscription, type LogEntry } from '../../protocol/log.ts';
import type { Backend } from '../backend.ts';
import { bodyOf, sendJson } from '../http/reply.ts';

/** Lines that come close together travel together. */
const GATHER_MS = 50;

/** ComfyUI's /internal/logs, and `logs` messages to the clients that asked for them. */
export function logRoutes(app: FastifyInstance, { journal, sockets }: Backend): void {
  const subscribers = new Set<string>();
  let waiting: LogEntry[] = [];

  const tell = () => {
    const entries = waiting;
    waiting = [];
    for (const client of subscribers) {
      if (sockets.isConnected(client)) sockets.send(client, 'logs', { entries });
      else subscribers.delete(client);
    }
  };
  const end = journal.listen((entry) => {
    if (subscribers.size === 0) return;
    if (waiting.length === 0) setTimeout(tell, GATHER_MS).unref();
    waiting.push(entry);
  });
  app.addHook('onClose', end);

  app.get('/internal/logs', (_request, reply) => {
    const lines = journal.entries().map(({ t, m }) => `${t} - ${m}\n`);
    return sendJson(reply, JSON.stringify(lines.join('')));
  });

  app.get('/internal/logs/raw', () => ({ entries: journal.entries() }));

  app.patch('/internal/logs/subscribe', (request, reply) => {
    const { enabled, clientId } = bodyOf(request, logSubscription);
    if (clientId && enabled) subscribers.add(clientId);
    else if (clientId) subscribers.delete(clientId);
    return reply.send();
  });
}
