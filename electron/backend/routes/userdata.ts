import { extname } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { browseUserFiles, listUserFiles, writeUserFile } from '../../protocol/user-files.ts';
import { badRequest, Refused } from '../http/errors.ts';
import { keepBodiesRaw, rawBody } from '../http/raw-body.ts';
import { answering } from '../http/user-error.ts';
import type { UserFiles, Written } from '../user/user-files.ts';

type File = { Params: { file: string } };

/** /userdata: files that clients keep, workflows above all. A file's tag guards against changes from elsewhere. */
export async function userdataRoutes(app: FastifyInstance, files: UserFiles): Promise<void> {
  app.get('/userdata', async (request) => {
    const query = queryOf(request, listUserFiles);
    const found = await answering(() => files.list(query.dir, query.recurse));
    if (query.full_info) return found;
    return found.map(({ path }) => (query.split ? [path, ...path.split('/')] : path));
  });

  app.get('/v2/userdata', async (request) => {
    const { path = '' } = queryOf(request, browseUserFiles);
    const found = await answering(() => files.browse(path));
    return found.map(({ path, size, modified, isFolder }) => ({
      name: path.split('/').at(-1),
      path,
      type: isFolder ? 'directory' : 'file',
      ...(isFolder ? {} : { size, modified }),
    }));
  });

  app.get<File>('/userdata/:file', async (request, reply) => {
    const { bytes, tag } = await answering(() => files.read(request.params.file));
    const isJson = extname(request.params.file).toLowerCase() === '.json';
    return reply
      .header('etag', `"${tag}"`)
      .header('cache-control', 'no-cache')
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('content-disposition', 'attachment')
      .type(isJson ? 'application/json; charset=utf-8' : 'application/octet-stream')
      .send(bytes);
  });

  app.delete<File>('/userdata/:file', async (request, reply) => {
    await answering(() => files.remove(request.params.file));
    return reply.code(204).send();
  });

  app.post<{ Params: { file: string; to: string } }>(
    '/userdata/:file/move/:to',
    async (request) => {
      const { overwrite, full_info } = queryOf(request, writeUserFile);
      const { file, to } = request.params;
      const info = await answering(() => files.move(file, to, overwrite));
      return full_info ? info : JSON.stringify(info.path);
    },
  );

  await app.register(async (scope) => {
    keepBodiesRaw(scope);
    scope.post<File>('/userdata/:file', async (request, reply) => {
      const { overwrite, full_info } = queryOf(request, writeUserFile);
      const tag = tagIn(request.headers['if-match']);
      const { file } = request.params;
      const written = await answering(() =>
        files.write(file, rawBody(request), { overwrite, tag }),
      );
      return sendWritten(reply, written, full_info);
    });
  });
}

function sendWritten(reply: FastifyReply, { info, tag }: Written, isFull: boolean): FastifyReply {
  reply.header('etag', `"${tag}"`);
  return isFull ? reply.send(info) : reply.type('application/json').send(JSON.stringify(info.path));
}

function tagIn(header: string | undefined): string | null {
  if (header === undefined || header === '*') return null;
  const [, tag] = /^(?:W\/)?"([^"]*)"$/.exec(header) ?? [];
  if (tag === undefined) throw new Refused(400, 'bad_tag', 'If-Match is one tag in quotes');
  return tag;
}

function queryOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> {
  const { data, error } = schema.safeParse(request.query);
  if (error) throw badRequest(error);
  return data;
}
