import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { downloadRequest } from '../../protocol/downloads.ts';
import type { Backend } from '../backend.ts';
import { badRequest } from '../http/errors.ts';
import { bodyOf } from '../http/reply.ts';
import { answering } from '../http/user-error.ts';
import { parseHubAddress } from '../hub/address.ts';
import { tokenizerOffers } from '../models/tokenizers.ts';

type ById = { Params: { id: string } };
const filesQuery = z.object({
  repo: z.string().min(1).max(2000),
  revision: z.string().max(200).optional(),
});

/**
 * /studio/downloads: files that are being fetched. /studio/tokenizers: vocabularies that can be. /studio/hub: what a repository
 * holds.
 */
export function downloadRoutes(
  app: FastifyInstance,
  { configuration, downloads, hub }: Backend,
): void {
  app.get('/studio/downloads', () => ({ downloads: downloads.list() }));

  app.post('/studio/downloads', (request) =>
    answering(() => downloads.add(bodyOf(request, downloadRequest))),
  );

  app.post<ById>('/studio/downloads/:id/pause', async (request) => {
    await answering(() => downloads.pause(request.params.id));
    return { downloads: downloads.list() };
  });

  app.post<ById>('/studio/downloads/:id/resume', async (request) => {
    await answering(() => downloads.resume(request.params.id));
    return { downloads: downloads.list() };
  });

  app.delete<ById>('/studio/downloads/:id', async (request) => {
    await answering(() => downloads.remove(request.params.id));
    return { downloads: downloads.list() };
  });

  app.get('/studio/tokenizers', () => ({
    tokenizers: tokenizerOffers(configuration.downloadFolder),
  }));

  app.get('/studio/hub/files', (request) =>
    answering(async () => {
      const { data, error } = filesQuery.safeParse(request.query);
      if (error) throw badRequest(error);
      const address = parseHubAddress(data.repo, hub.endpoint);
      return hub.files(address.repo, data.revision ?? address.revision);
    }),
  );
}
