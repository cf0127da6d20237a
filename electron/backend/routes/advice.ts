import type { FastifyInstance } from 'fastify';
import { UserError } from '../../../nodes/errors.ts';
import { timestepsRequest, tokensRequest } from '../../protocol/advice.ts';
import type { Advisor } from '../advisor.ts';
import { Refused } from '../http/errors.ts';
import { bodyOf } from '../http/reply.ts';

/** /studio/tokens and /studio/timesteps: what is known of a workflow before it runs. */
export function adviceRoutes(app: FastifyInstance, advisor: Advisor): void {
  app.post('/studio/tokens', (request) =>
    refusable(advisor.ask('tokens', bodyOf(request, tokensRequest))),
  );
  app.post('/studio/timesteps', (request) =>
    refusable(advisor.ask('timesteps', bodyOf(request, timestepsRequest))),
  );
}

/** What stands in the way of an answer is in the workflow or the models, not in the server. */
async function refusable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Refused(422, error.code, error.message, error.cure);
  }
}
