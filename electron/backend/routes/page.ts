import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';

const ROOT = join(import.meta.dirname, '../../..');
const BUILT = join(ROOT, 'dist', 'renderer');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');
const NOT_BUILT =
  '<!doctype html><title>TACA Studio</title><p>The editor is not built: npm run build';

/** The editor: the files that `npm run build` made, by name, and nothing else. */
export function pageRoutes(app: FastifyInstance): void {
  for (const path of builtFiles()) {
    const url = `/${relative(BUILT, path).split(sep).join('/')}`;
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const isHashed = url.startsWith('/assets/');
    app.get(url === '/index.html' ? '/' : url, async (_request, reply) => {
      const bytes = await readFile(path);
      return reply
        .type(type)
        .header('content-security-policy', POLICY)
        .header('cache-control', isHashed ? 'max-age=31536000, immutable' : 'no-cache')
        .send(bytes);
    });
  }
  if (!existsSync(join(BUILT, 'index.html'))) {
    app.get('/', (_request, reply) => reply.code(503).type('text/html').send(NOT_BUILT));
  }
}

function builtFiles(): string[] {
  if (!existsSync(BUILT)) return [];
  return readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
