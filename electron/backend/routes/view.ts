import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { viewQuery } from '../../protocol/http.ts';
import type { Backend } from '../backend.ts';
import { badRequest, Refused } from '../http/errors.ts';
import { locate } from '../http/locate.ts';
import { renderView, type ViewOptions } from '../pictures/render-view.ts';

/** What browsers may show; all else is a download, so that no page of a stranger runs here. */
const SHOWN: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
};

type ViewQuery = z.infer<typeof viewQuery>;

/** /view: files of the input, output and temp folders. */
export function viewRoute(app: FastifyInstance, { files }: Backend): void {
  app.get('/view', async (request, reply) => {
    const { data: query, error } = viewQuery.safeParse(request.query);
    if (error) throw badRequest(error);
    const { path } = locate(files.folders, query);
    const options = viewOptions(query);
    const info = await stat(path);
    if (!info.isFile()) return reply.code(404).send();
    const name = basename(path);
    reply.header('content-disposition', disposition(name));
    reply.header('content-security-policy', "sandbox; default-src 'none'");

    if (options) {
      const { bytes, type } = await renderView(path, options);
      return reply.type(type).send(bytes);
    }
    const tag = `"${info.size.toString(16)}-${Math.round(info.mtimeMs).toString(16)}"`;
    reply.header('etag', tag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply
      .type(SHOWN[extname(name).toLowerCase()] ?? 'application/octet-stream')
      .header('content-length', info.size)
      .send(createReadStream(path));
  });
}

function viewOptions({ preview, channel = 'rgba' }: ViewQuery): ViewOptions | null {
  if (channel !== 'rgba' && channel !== 'rgb' && channel !== 'a') {
    throw new Refused(400, 'bad_channel', 'Channel is rgba, rgb or a');
  }
  if (preview === undefined) return channel === 'rgba' ? null : { kind: 'channel', channel };
  const [format, quality = '90'] = preview.split(';');
  if (!/^\d{1,3}$/.test(quality) || Number(quality) < 1 || Number(quality) > 100) {
    throw new Refused(400, 'bad_quality', 'Quality is 1 to 100');
  }
  return {
    kind: 'preview',
    format: format === 'jpeg' ? 'jpeg' : 'webp',
    quality: Number(quality),
  };
}

function disposition(name: string): string {
  const shown = SHOWN[extname(name).toLowerCase()] ? '' : 'attachment; ';
  const ascii = name.replaceAll(/[^ -~]|["\\]/g, '_');
  const exact = ascii === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`;
  return `${shown}filename="${ascii}"${exact}`;
}
