import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { renderFacts } from '../../../nodes/graph/render-facts.ts';
import {
  galleryIds,
  galleryQuery,
  thumbnailQuery,
  type GalleryChange,
  type GalleryPage,
  type PictureMetadata,
} from '../../protocol/gallery.ts';
import { viewQuery } from '../../protocol/http.ts';
import type { Backend } from '../backend.ts';
import { parseSearch } from '../gallery/search.ts';
import { readPicture } from '../gallery/read-picture.ts';
import { badRequest, Refused } from '../http/errors.ts';
import { locate } from '../http/locate.ts';
import { bodyOf } from '../http/reply.ts';
import { answering } from '../http/user-error.ts';

/** /studio/gallery, /studio/thumbnail and /studio/metadata: the pictures of the output folder. */
export function galleryRoutes(app: FastifyInstance, { files, gallery, thumbnails }: Backend): void {
  app.get('/studio/gallery', (request): GalleryPage => {
    const { search, before, limit } = queryOf(request, galleryQuery);
    return gallery.index.page(parseSearch(search), before, limit);
  });

  app.delete('/studio/gallery', async (request): Promise<GalleryChange> => {
    const { ids } = bodyOf(request, galleryIds);
    return { ids: await answering(() => gallery.trash.put(ids)) };
  });

  app.post('/studio/gallery/restore', async (request): Promise<GalleryChange> => {
    const { ids } = bodyOf(request, galleryIds);
    return { ids: await answering(() => gallery.trash.restore(ids)) };
  });

  app.post('/studio/gallery/rescan', async (_request, reply) => {
    await gallery.rescan();
    return reply.send({});
  });

  app.get('/studio/thumbnail', async (request, reply) => {
    const query = queryOf(request, thumbnailQuery);
    const { path } = locate(files.folders, query);
    const thumbnail = await thumbnails.of(path, query.size);
    const tag = `"${thumbnail.tag}"`;
    reply
      .header('etag', tag)
      .header('cache-control', query.v === undefined ? 'no-cache' : 'private, max-age=31536000');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    const picture = await thumbnail.bytes(() => !request.raw.socket.destroyed);
    return reply.type('image/webp').send(picture ?? '');
  });

  app.get('/studio/metadata', async (request): Promise<PictureMetadata> => {
    const query = queryOf(request, viewQuery);
    const { path, type, subfolder, filename } = locate(files.folders, query);
    const info = await stat(path);
    if (!info.isFile()) throw new Refused(404, 'file_not_found', 'There is no such file');
    const { width, height, prompt, workflow } = await readPicture(path);
    const run = type === 'output' ? gallery.index.find(subfolder, filename) : undefined;
    const name = subfolder === '' ? filename : `${subfolder}/${filename}`;
    return {
      path,
      width,
      height,
      size: info.size,
      mtime: Math.round(info.mtimeMs),
      promptId: run?.promptId ?? null,
      ms: run?.ms ?? null,
      facts: renderFacts(prompt, name),
      prompt,
      workflow,
    };
  });
}

function queryOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> {
  const { data, error } = schema.safeParse(request.query);
  if (error) throw badRequest(error);
  return data;
}
