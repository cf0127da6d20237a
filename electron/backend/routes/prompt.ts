import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { stringifyJson, type JsonObject } from '../../../nodes/graph/json.ts';
import { nodeInfo, objectInfo } from '../../../nodes/graph/object-info.ts';
import { validatePrompt } from '../../../nodes/graph/validate.ts';
import { promptRequest } from '../../protocol/http.ts';
import type { Backend } from '../backend.ts';
import { Refused } from '../http/errors.ts';
import { bodyOf, sendJson } from '../http/reply.ts';

const LOWERCASE_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Keys to other people's services: never kept, so they reach neither the history nor a picture. */
const SECRETS = ['auth_token_comfy_org', 'api_key_comfy_org'];

/** POST /prompt and /object_info. */
export function promptRoutes(app: FastifyInstance, backend: Backend): void {
  const { registry, files, store, dispatcher } = backend;

  app.post('/prompt', async (request, reply) => {
    const body = bodyOf(request, promptRequest);
    const counter = typeof body.number === 'number' ? null : store.nextCounter();
    const number = counter === null ? Number(body.number) : body.front ? -counter : counter;
    if (body.prompt === undefined) throw new Refused(400, 'no_prompt', 'No prompt provided');
    const id = promptId(body.prompt_id);
    if (store.knows(id)) throw inUse(id);

    const checked = validatePrompt(body.prompt, {
      registry,
      catalog: files,
      files,
      ...(body.partial_execution_targets && { targets: body.partial_execution_targets }),
    });
    if (!checked.ok) {
      return reply.code(400).send({ error: checked.error, node_errors: checked.nodeErrors });
    }
    const job = {
      id,
      number,
      prompt: stringifyJson(body.prompt),
      extraData: stringifyJson(extraData(body.extra_data ?? {}, body.client_id)),
      targets: JSON.stringify(checked.targets),
    };
    if (!(await store.add(job, counter))) throw inUse(id);
    dispatcher.broadcastStatus();
    dispatcher.wake();
    return reply.send({ prompt_id: id, number, node_errors: checked.nodeErrors });
  });

  app.get('/object_info', (_request, reply) =>
    sendJson(reply, stringifyJson(objectInfo(registry, files))),
  );

  app.get<{ Params: { id: string } }>('/object_info/:id', (request, reply) => {
    const { id } = request.params;
    const node = Object.hasOwn(registry, id) ? registry[id] : undefined;
    return sendJson(reply, stringifyJson(node ? { [id]: nodeInfo(node, files) } : {}));
  });
}

/** @throws Refused when it is none that ComfyUI takes */
function promptId(given: unknown): string {
  if (given === undefined || given === null) return randomUUID();
  if (typeof given === 'string' && LOWERCASE_UUID.test(given)) return given;
  throw new Refused(400, 'invalid_prompt_id', 'prompt_id must be a lowercase hyphenated UUID');
}

function inUse(id: string): Refused {
  return new Refused(409, 'prompt_id_in_use', 'This prompt_id was used before', id);
}

function extraData(given: JsonObject, client: string | null | undefined): JsonObject {
  const kept = Object.entries(given).filter(([key]) => !SECRETS.includes(key));
  const extra: JsonObject = Object.fromEntries(kept);
  if (typeof client === 'string') extra['client_id'] = client;
  extra['create_time'] = Date.now();
  return extra;
}
