import { totalmem } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { stringifyJson, type Json } from '../../../nodes/graph/json.ts';
import {
  settingsChange,
  tokenChange,
  type DeviceAnswer,
  type SettingsAnswer,
} from '../../protocol/studio-settings.ts';
import type { Backend } from '../backend.ts';
import { Refused } from '../http/errors.ts';
import { bodyOf } from '../http/reply.ts';
import { answering } from '../http/user-error.ts';
import { deviceKinds } from '../settings/device-kinds.ts';
import { preferences, type Preferences } from '../settings/preferences.ts';

const MOST_CHARACTERS = 4 * 2 ** 20;

/** ComfyUI's /settings: the editor's preferences. /studio/settings, /studio/device: the server's and the engine's. */
export function settingsRoutes(app: FastifyInstance, backend: Backend): void {
  const { configuration, engine, files, hub } = backend;
  const { preferences: kept } = backend;

  const store = async (added: Preferences) => {
    const grown = Object.assign(Object.create(null) as Preferences, kept.value, added);
    if (stringifyJson(grown).length > MOST_CHARACTERS) {
      throw new Refused(413, 'too_large', 'The preferences are larger than 4 MiB');
    }
    await answering(() => kept.change((value) => ({ ...value, ...added })));
  };

  app.get('/settings', () => kept.value);

  app.post('/settings', async (request, reply) => {
    await store(bodyOf(request, preferences));
    return reply.send();
  });

  app.get<{ Params: { id: string } }>('/settings/:id', (request, reply) => {
    const { id } = request.params;
    const value = Object.hasOwn(kept.value, id) ? kept.value[id] : null;
    return reply.type('application/json; charset=utf-8').send(stringifyJson(value ?? null));
  });

  app.post<{ Params: { id: string } }>('/settings/:id', async (request, reply) => {
    await store(Object.fromEntries([[request.params.id, request.body as Json]]));
    return reply.send();
  });

  const answer = (): SettingsAnswer => ({
    settings: configuration.settings,
    fixed: configuration.fixed,
    downloadFolder: configuration.downloadFolder,
    hasToken: hub.token() !== null,
    problems: [...configuration.problems, ...(kept.problem ? [kept.problem] : [])],
  });

  app.get('/studio/settings', answer);

  app.put('/studio/settings', async (request) => {
    const change = bodyOf(request, settingsChange);
    const before = JSON.stringify(configuration.engine());
    await answering(() => configuration.change(change));
    if (JSON.stringify(configuration.engine()) !== before) {
      files.setModels(configuration.models());
      engine.configure(configuration.engine());
    }
    return answer();
  });

  app.put('/studio/hub/token', async (request) => {
    await answering(() => hub.setToken(bodyOf(request, tokenChange).token));
    return answer();
  });

  app.get('/studio/device', (): DeviceAnswer => {
    const { device, unavailable, memory } = engine;
    return {
      state: device ? 'ready' : unavailable === null ? 'starting' : 'unavailable',
      reason: unavailable,
      device,
      kinds: deviceKinds(),
      memory: { used: memory, machine: totalmem() },
    };
  });
}
