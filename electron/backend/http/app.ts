import multipart from '@fastify/multipart';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { stringifyJson } from '../../../nodes/graph/json.ts';
import { LARGEST_BODY } from '../backend.ts';
import { carriesToken } from './access-token.ts';
import { Refused } from './errors.ts';
import { parseBody } from './json-body.ts';
import { isBrowser, refusal } from './request-rules.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

interface Rules {
  /** Host names that the server is reached by, beside addresses. */
  readonly ownNames: readonly string[];
  readonly token: string | undefined;
}

/** A fastify instance that holds to the rules for requests; routes are added by the caller. */
export async function createApp({ ownNames, token }: Rules): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    routerOptions: { maxParamLength: 2000 },
    requestTimeout: 120_000,
    keepAliveTimeout: 75_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2000 },
    forceCloseConnections: true,
  });
  await app.register(multipart, {
    limits: { fileSize: LARGEST_BODY, files: 1, fields: 20, fieldSize: 2 ** 16, headerPairs: 100 },
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseBody(body as Buffer));
    } catch (error) {
      const { message } = error as Error;
      done(new Refused(400, 'invalid_json', 'The body is not JSON', message));
    }
  });
  app.setReplySerializer((payload) => stringifyJson(payload));

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-resource-policy', 'same-origin');
    const { method, headers } = request;
    const path = request.url.split('?')[0] ?? '';
    if (hostCount(request) !== 1 || refusal({ method, path, headers }, ownNames) !== null) {
      return reply.code(403).send();
    }
    if (!carriesToken(headers, token)) return reply.code(401).send();
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return reply.code(415).send();
    if (isBrowser(headers) && hasBody(request) && !isTyped(headers['content-type'], path)) {
      return reply.code(415).send();
    }
    return undefined;
  });

  app.setNotFoundHandler((request, reply) => {
    const url = request.url.split('?')[0] ?? '';
    const allowed = METHODS.filter((method) => app.findRoute({ method, url }) !== null);
    return allowed.length > 0
      ? reply.code(405).header('allow', allowed.join(', ')).send()
      : reply.code(404).send();
  });

  app.setErrorHandler((error: FastifyError | Refused, request, reply) => {
    if (error instanceof Refused) return reply.code(error.statusCode).send(error.body);
    const status = error.statusCode ?? 500;
    if (status >= 500) process.stderr.write(`${request.method} ${request.url}: ${error.stack}\n`);
    const type = status === 413 ? 'too_large' : status < 500 ? 'bad_request' : 'internal_error';
    return reply.code(status).send(new Refused(status, type, error.message).body);
  });
  return app;
}

function hostCount({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** What a browser must say its body is; other types can be sent across sites without asking. */
function isTyped(contentType: string | undefined, path: string): boolean {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' || (type === 'multipart/form-data' && UPLOAD.test(path));
}

const UPLOAD = /^(\/api)?\/upload\//;
