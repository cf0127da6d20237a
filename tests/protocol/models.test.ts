/** What the models panel and the settings ask of the server. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadList, hubFiles, tokenizerList } from '../../electron/protocol/downloads.ts';
import { modelList } from '../../electron/protocol/studio-models.ts';
import { deviceAnswer, settingsAnswer } from '../../electron/protocol/studio-settings.ts';
import { f32, writeSafetensors } from '../../nodes/networks/weights/safetensors.fixture.ts';
import { ask, poll, startTestServer } from './harness.ts';
import { HUB_TOKEN, startHub, type HubStandIn } from './hub-stand-in.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let hub: HubStandIn;
let mine: string;
const data = () => join(server.files.folders.user, '..');
const settingsFile = () => join(server.files.folders.user, 'studio-settings.json');

beforeAll(async () => {
  hub = await startHub();
  process.env['HF_ENDPOINT'] = hub.url;
  delete process.env['HF_TOKEN'];
  mine = realpathSync(mkdtempSync(join(tmpdir(), 'my-models-')));
  mkdirSync(join(mine, 'vae'));
  server = await startTestServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  rmSync(mine, { recursive: true });
});

const send = (method: string, path: string, body?: unknown) =>
  ask(`${server.url}${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
const get = async (path: string) => JSON.parse((await send('GET', path)).text) as unknown;
const models = async () => {
  const answer = await poll(
    async () => modelList.parse(await get('/studio/models')),
    ({ pending }) => pending === 0,
  );
  return answer.models;
};
const namesOf = async (folder: string) =>
  (await models()).filter((model) => model.folder === folder).map(({ name }) => name);
const vae = (name: string) => {
  const tensors = { 'decoder.up.0.block.0.conv1.weight': f32([1, 2]) };
  return writeSafetensors(join(mine, 'vae', name), tensors);
};

describe('settings', () => {
  it('add a folder, whose models are listed at once, and start the engine anew', async () => {
    const path = vae('a.safetensors');
    writeFileSync(join(mine, 'vae/page.safetensors'), '<!doctype html>, a login page');
    const answer = await send('PUT', '/studio/settings', { modelFolders: [mine] });
    expect(settingsAnswer.parse(answer.json()).settings.modelFolders).toEqual([mine]);
    expect(server.configured.at(-1)?.models).toContain(mine);
    const found = await models();
    expect(found.find((model) => model.name === 'a.safetensors')).toMatchObject({
      folder: 'vae',
      path,
      bundled: false,
      facts: { group: 'vae', kind: 'VAE', precision: 'fp32', problem: null },
    });
    expect(found.find((model) => model.name === 'page.safetensors')?.facts?.problem).toMatchObject({
      code: 'weights_web_page',
      message: 'A web page, not weights.',
    });
    expect(await get('/models/vae')).toEqual(['a.safetensors', 'page.safetensors']);
    expect(found.find(({ name }) => name === 'shapes')).toMatchObject({ bundled: true });
  });

  it('start the engine anew only for what concerns it', async () => {
    const before = server.configured.length;
    await send('PUT', '/studio/settings', { device: 'cpu' });
    expect(server.configured).toHaveLength(before);
    await send('PUT', '/studio/settings', { device: 'auto', memoryBudget: 2 ** 30 });
    expect(server.configured.at(-1)).toMatchObject({ device: 'auto', memory: 2 ** 30 });
  });

  it.each([
    [{ device: 'tpu' }, 'device'],
    [{ threads: -1 }, 'threads'],
    [{ modelFolders: ['/no/such/folder'] }, 'There is no folder /no/such/folder'],
    [{ comfyui: '/no/such/folder' }, 'There is no folder /no/such/folder'],
    [{ memoryBudget: 2 ** 50 }, 'this machine has'],
    [{ colour: 'red' }, 'colour'],
  ])('refuse %j', async (change, message) => {
    const answer = await send('PUT', '/studio/settings', change);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(message);
  });

  it("find an existing ComfyUI's models", async () => {
    const comfy = join(mine, 'ComfyUI');
    mkdirSync(join(comfy, 'models/loras'), { recursive: true });
    mkdirSync(join(comfy, 'more'));
    writeFileSync(join(comfy, 'models/loras/own.safetensors'), '');
    writeFileSync(join(comfy, 'more/extra.safetensors'), '');
    writeFileSync(join(comfy, 'extra_model_paths.yaml'), 'mine:\n  loras: |\n    more/\n');
    await send('PUT', '/studio/settings', { comfyui: comfy });
    expect(await namesOf('loras')).toEqual(
      expect.arrayContaining(['own.safetensors', 'extra.safetensors']),
    );
  });

  it('outlive a restart; a broken or newer file is kept aside and told', async () => {
    await server.restart();
    const kept = settingsAnswer.parse(await get('/studio/settings'));
    expect(kept.settings).toMatchObject({ device: 'auto', modelFolders: [mine] });
    for (const [content, word] of [
      ['{"version": 1, "device"', 'is not JSON'],
      ['{"version": 2, "device": "quantum"}', 'newer'],
    ] as const) {
      writeFileSync(settingsFile(), content);
      await server.restart();
      const { settings, problems } = settingsAnswer.parse(await get('/studio/settings'));
      expect(settings.device).toBe('cpu');
      expect(problems[0]?.message).toContain(word);
      const path = /kept as (.+)\.$/.exec(problems[0]?.message ?? '')?.[1] ?? '';
      expect(readFileSync(path, 'utf8')).toBe(content);
    }
    await send('PUT', '/studio/settings', { modelFolders: [mine] });
  });
});

describe("ComfyUI's /settings", () => {
  it('keeps any JSON value by id, and all of them', async () => {
    expect((await send('GET', '/settings/Comfy.None')).text).toBe('null');
    const answer = await send('POST', '/settings/Comfy.Theme', 'dark');
    expect(answer).toMatchObject({ status: 200, text: '' });
    await send('POST', '/settings', { 'studio.keys': { 'a.b': ['Ctrl+K'] }, seed: 5 });
    await send('POST', '/settings/__proto__', { polluted: true });
    await server.restart();
    expect((await send('GET', '/settings/Comfy.Theme')).text).toBe('"dark"');
    expect(await get('/settings')).toMatchObject({
      'Comfy.Theme': 'dark',
      'studio.keys': { 'a.b': ['Ctrl+K'] },
      seed: 5,
    });
    expect((await send('GET', '/settings/constructor')).text).toBe('null');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('refuses what is no object, or too large', async () => {
    expect((await send('POST', '/settings', [1])).status).toBe(400);
    const large = 'x'.repeat(5 * 2 ** 20);
    expect((await send('POST', '/settings/large', large)).status).toBe(413);
  });
});

describe('deleting a model', () => {
  it('can be undone, and is for good when the server ends', async () => {
    vae('b.safetensors');
    const { undo } = (await send('DELETE', '/studio/models/vae/b.safetensors')).json();
    expect(await namesOf('vae')).not.toContain('b.safetensors');
    expect((await send('POST', '/studio/models/restore', { undo })).status).toBe(204);
    expect(await namesOf('vae')).toContain('b.safetensors');
    expect((await send('POST', '/studio/models/restore', { undo })).status).toBe(410);
    await send('DELETE', '/studio/models/vae/b.safetensors');
    await server.restart();
    expect(readdirSync(join(mine, 'vae')).filter((name) => name.includes('b.safe'))).toEqual([]);
  });

  it('is refused for bundled models and whatever is no model', async () => {
    expect((await send('DELETE', '/studio/models/checkpoints/shapes')).status).toBe(403);
    expect((await send('DELETE', '/studio/models/vae/none.safetensors')).status).toBe(404);
    const outside = await send('DELETE', '/studio/models/vae/..%2f..%2fetc%2fpasswd');
    expect(outside.status).toBe(404);
    expect(existsSync(join(mine, 'vae/a.safetensors'))).toBe(true);
  });
});

describe('downloads', () => {
  const file = 'split/vae.safetensors';
  const list = async () => downloadList.parse(await get('/studio/downloads')).downloads;

  it('go into the folder of a kind, where the model is listed', async () => {
    hub.put(file, readFileSync(vae('source.safetensors')));
    for (const name of ['a.txt', 'b.txt']) hub.put(name, Buffer.from('x'));
    const { files } = hubFiles.parse(await get('/studio/hub/files?repo=owner/name'));
    expect(files.map(({ path }) => path)).toEqual([file, 'a.txt', 'b.txt']);
    const source = `${hub.url}/owner/name/blob/main/${file}`;
    const added = await send('POST', '/studio/downloads', { source, folder: 'vae' });
    expect(added.status).toBe(200);
    const done = await poll(list, ([one]) => one?.state === 'done' || one?.state === 'failed');
    expect(done[0]).toMatchObject({
      state: 'done',
      verified: true,
      path: join(data(), 'models/vae/vae.safetensors'),
    });
    expect(await namesOf('vae')).toContain('vae.safetensors');
    const id = done[0]?.id;
    expect((await send('DELETE', `/studio/downloads/${id}`)).json()).toEqual({ downloads: [] });
    expect(await namesOf('vae')).toContain('vae.safetensors');
  });

  it('of gated repositories need a token, which is never shown', async () => {
    hub.fault.refuse = { status: 403, code: 'GatedRepo' };
    const refused = await send('GET', '/studio/hub/files?repo=owner/name');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Accept the licence at');
    const answer = await send('PUT', '/studio/hub/token', { token: HUB_TOKEN });
    expect(settingsAnswer.parse(answer.json()).hasToken).toBe(true);
    expect(answer.text + (await send('GET', '/studio/settings')).text).not.toContain(HUB_TOKEN);
    const kept = join(server.files.folders.user, 'hugging-face-token');
    expect(statSync(kept).mode & 0o077).toBe(0);
    expect((await send('GET', '/studio/hub/files?repo=owner/name')).status).toBe(200);
    expect((await send('PUT', '/studio/hub/token', { token: 'two words' })).status).toBe(400);
    await send('PUT', '/studio/hub/token', { token: null });
    expect(existsSync(kept)).toBe(false);
  });

  it.each([
    [{ source: 'https://example.com/x.safetensors', folder: 'vae' }, 400],
    [{ source: 'owner/name', folder: 'vae' }, 400],
    [{ folder: 'vae' }, 400],
  ])('refuse %j', async (request, status) => {
    expect((await send('POST', '/studio/downloads', request)).status).toBe(status);
  });

  it('offer the vocabularies of text encoders, none of which is fetched unasked', async () => {
    delete hub.fault.refuse;
    const { tokenizers } = tokenizerList.parse(await get('/studio/tokenizers'));
    expect(tokenizers.map(({ folder, isThere }) => [folder, isThere])).toEqual([
      ['clip_l', false],
      ['t5', false],
    ]);
    const [clip] = tokenizers;
    hub.put('merges.txt', Buffer.from('#version: 0.2'));
    expect((await send('POST', '/studio/downloads', clip?.request)).status).toBe(200);
    const [failed] = await poll(list, ([one]) => one?.state === 'failed');
    expect(failed?.problem?.code).toBe('checksum');
    await send('DELETE', `/studio/downloads/${failed?.id}`);
  });
});

it('tells the device, its self-test and its memory', async () => {
  expect(deviceAnswer.parse(await get('/studio/device'))).toMatchObject({
    state: 'ready',
    device: { kind: 'cpu', name: 'stub', memoryBudget: 2 ** 30 },
    memory: { used: 2 ** 20 },
  });
});
