import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Registry } from '../../../nodes/graph/definition.ts';
import { parseWorkflow } from '../../../nodes/graph/workflow/parse-workflow.ts';
import { layoutsOfRegistry } from '../../../nodes/graph/workflow/class-layout.ts';
import { uiToApi } from '../../../nodes/graph/workflow/ui-to-api.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FILES: Readonly<Record<string, { path: string; type: string }>> = {
  '/': { path: 'renderer/index.html', type: 'text/html; charset=utf-8' },
  '/tokens.css': { path: 'renderer/tokens.css', type: 'text/css; charset=utf-8' },
  '/page.css': { path: 'renderer/page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { path: 'renderer/page.js', type: 'text/javascript; charset=utf-8' },
  '/icon.svg': { path: 'renderer/icon.svg', type: 'image/svg+xml' },
};
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** The start page, its files and the prompt of its workflow. */
export function pageRoutes(app: FastifyInstance, registry: Registry): void {
  for (const [url, { path, type }] of Object.entries(FILES)) {
    app.get(url, async (_request, reply) => {
      const bytes = await readFile(join(ROOT, path));
      return reply
        .type(type)
        .header('content-security-policy', POLICY)
        .header('cache-control', 'no-cache')
        .send(bytes);
    });
  }

  app.get('/first-picture.json', async (_request, reply) => {
    const name = 'workflows/first-picture.json';
    const file = parseWorkflow(await readFile(join(ROOT, name), 'utf8'), name);
    return reply.send(
      file.format === 'api' ? file.prompt : uiToApi(file.workflow, layoutsOfRegistry(registry)).prompt,
    );
  });
}
