import type { FastifyInstance } from 'fastify';
import type { Backend } from '../backend.ts';

/** /models, /embeddings and /extensions. */
export function modelRoutes(app: FastifyInstance, { files }: Backend): void {
  app.get('/models', () => files.modelFolders);

  app.get<{ Params: { folder: string } }>('/models/:folder', (request, reply) => {
    const { folder } = request.params;
    const known = files.modelFolders.includes(folder) || ['clip', 'unet'].includes(folder);
    return known ? reply.send(files.models(folder)) : reply.code(404).send();
  });

  app.get('/embeddings', () =>
    files.models('embeddings').map((name) => name.replace(/\.[^./]+$/, '')),
  );

  app.get('/extensions', () => []);
}
