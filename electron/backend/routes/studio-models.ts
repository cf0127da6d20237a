import type { FastifyInstance } from 'fastify';
import { restoreModel } from '../../protocol/studio-models.ts';
import type { Backend } from '../backend.ts';
import { bodyOf } from '../http/reply.ts';
import { answering } from '../http/user-error.ts';

type Named = { Params: { folder: string; '*': string } };

/** /studio/models: every file in the models folders with what its header tells; delete and restore. */
export function studioModelRoutes(app: FastifyInstance, backend: Backend): void {
  const { listModels, removal } = backend;

  app.get('/studio/models', listModels);

  app.delete<Named>('/studio/models/:folder/*', (request) => {
    const { folder, '*': name } = request.params;
    return answering(() => removal.remove(folder, name));
  });

  app.post('/studio/models/restore', async (request, reply) => {
    await answering(() => removal.restore(bodyOf(request, restoreModel).undo));
    return reply.code(204).send();
  });
}
