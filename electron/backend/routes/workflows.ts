import type { FastifyInstance } from 'fastify';
import type { SavedWorkflowInfo } from '../../protocol/user-files.ts';
import { Refused } from '../http/errors.ts';
import { listTemplates, readTemplate } from '../user/templates.ts';

type Named = { Params: { name: string } };

/** /studio/workflows: what is saved. /studio/templates: what comes with the program. */
export function workflowRoutes(
  app: FastifyInstance,
  saved: () => Promise<SavedWorkflowInfo[]>,
): void {
  app.get('/studio/workflows', saved);

  app.get('/studio/templates', listTemplates);

  app.get<Named>('/studio/templates/:name', async (request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(await templateFile(request.params.name, 'json')),
  );

  app.get<Named>('/studio/templates/:name/picture', async (request, reply) =>
    reply
      .type('image/webp')
      .header('cache-control', 'no-cache')
      .send(await templateFile(request.params.name, 'webp')),
  );
}

async function templateFile(name: string, kind: 'json' | 'webp'): Promise<Buffer> {
  const bytes = await readTemplate(name, kind);
  if (!bytes) throw new Refused(404, 'no_template', 'There is no such template');
  return bytes;
}
