import type { FastifyInstance } from 'fastify';
import { timestepsRequest, tokensRequest } from '../../protocol/advice.ts';
import type { Advisor } from '../advisor.ts';
import { bodyOf } from '../http/reply.ts';

/** /studio/tokens and /studio/timesteps: what is known of a workflow before it runs. */
export function adviceRoutes(app: FastifyInstance, advisor: Advisor): void {
  app.post('/studio/tokens', (request) => advisor.ask('tokens', bodyOf(request, tokensRequest)));
  app.post('/studio/timesteps', (request) =>
    advisor.ask('timesteps', bodyOf(request, timestepsRequest)),
  );
}
