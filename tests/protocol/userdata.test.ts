import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, post, startTestServer } from './harness.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let root: string;
beforeAll(async () => {
  server = await startTestServer();
  root = join(server.files.folders.user, 'default');
  writeFileSync(join(server.files.folders.user, 'secret.json'), '{}');
});
afterAll(() => server[Symbol.asyncDispose]());

const at = (path: string) => `${server.url}${path}`;
const file = (name: string) => `/userdata/${encodeURIComponent(name)}`;
const get = (path: string) => ask(at(path));
const send = (path: string, body: string, headers: Record<string, string> = {}) =>
  post(at(path), body, headers);

describe('/userdata', () => {
  it('stores bytes as they are and gives them back, also below /api', async () => {
    const body = '{"a": [1,\n  NaN]}  ';
    const saved = await send(file('workflows/sub/a b.json'), body);
    expect(saved).toMatchObject({ status: 200, text: '"workflows/sub/a b.json"' });
    expect(readFileSync(join(root, 'workflows/sub/a b.json'), 'utf8')).toBe(body);
    const read = await get(`/api${file('workflows/sub/a b.json')}`);
    expect(read).toMatchObject({ status: 200, text: body });
    expect(read.headers['etag']).toBe(saved.headers['etag']);
    const info = await send(`${file('notes.txt')}?full_info=true`, 'hello', {
      'content-type': 'text/plain',
    });
    expect(info.json()).toMatchObject({ path: 'notes.txt', size: 5 });
  });

  it('lists a folder in all of the ways that clients ask for', async () => {
    await send(file('list/a.json'), '{}');
    await send(file('list/deep/b.json'), '{}');
    expect((await get('/userdata?dir=list')).json()).toEqual(['a.json']);
    expect((await get('/userdata?dir=list&recurse=true')).json()).toEqual([
      'a.json',
      'deep/b.json',
    ]);
    expect((await get('/userdata?dir=list&recurse=true&split=true')).json()).toEqual([
      ['a.json', 'a.json'],
      ['deep/b.json', 'deep', 'b.json'],
    ]);
    const [info] = (await get('/userdata?dir=list&full_info=true')).json() as unknown as object[];
    expect(info).toEqual({
      path: 'a.json',
      size: 2,
      modified: expect.any(Number) as number,
      created: expect.any(Number) as number,
    });
    expect((await get('/v2/userdata?path=list')).json()).toMatchObject([
      { name: 'a.json', path: 'list/a.json', type: 'file', size: 2 },
      { name: 'deep', path: 'list/deep', type: 'directory' },
    ]);
    expect((await get('/userdata')).status).toBe(400);
    expect((await get('/userdata?dir=none')).status).toBe(404);
  });

  it('overwrites only when it may', async () => {
    await send(file('once.json'), '1');
    expect((await send(`${file('once.json')}?overwrite=false`, '2')).status).toBe(409);
    expect((await get(file('once.json'))).text).toBe('1');
    expect((await send(file('once.json'), '2')).status).toBe(200);
  });

  it('of two windows that read the same state the second to save is told', async () => {
    const { etag = '' } = (await send(file('shared.json'), 'old')).headers;
    const saves = await Promise.all(
      ['mine', 'theirs'].map((body) => send(file('shared.json'), body, { 'if-match': etag })),
    );
    expect(saves.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const refused = saves.find(({ status }) => status === 409);
    expect(refused?.json()).toMatchObject({ error: { type: 'changed_elsewhere' } });
    const winner = saves[0]?.status === 200 ? 'mine' : 'theirs';
    expect((await get(file('shared.json'))).text).toBe(winner);
    const gone = await send(file('never.json'), 'x', { 'if-match': '"0"' });
    expect(gone.status).toBe(409);
    expect((await send(file('shared.json'), 'x', { 'if-match': 'broken' })).status).toBe(400);
  });

  it('a save that is sent again because its answer was lost is no change from elsewhere', async () => {
    const { etag = '' } = (await send(file('again.json'), 'old')).headers;
    const first = await send(file('again.json'), 'new', { 'if-match': etag });
    const second = await send(file('again.json'), 'new', { 'if-match': etag });
    expect(second).toMatchObject({ status: 200, headers: { etag: first.headers['etag'] } });
    expect((await send(file('again.json'), 'newer', { 'if-match': etag })).status).toBe(409);
  });

  it('moves and deletes', async () => {
    await send(file('from.json'), 'x');
    await send(file('there.json'), 'y');
    const move = (to: string, query = '') =>
      send(`${file('from.json')}/move/${encodeURIComponent(to)}${query}`, '');
    expect((await move('there.json', '?overwrite=false')).status).toBe(409);
    expect(await move('new/to.json')).toMatchObject({ status: 200, text: '"new/to.json"' });
    expect(existsSync(join(root, 'from.json'))).toBe(false);
    expect((await ask(at(file('new/to.json')), { method: 'DELETE' })).status).toBe(204);
    expect((await ask(at(file('new/to.json')), { method: 'DELETE' })).status).toBe(404);
    expect((await get(file('new/to.json'))).status).toBe(404);
  });

  it.each([
    '../secret.json',
    'a/../../secret.json',
    '/etc/passwd',
    String.raw`..\secret.json`,
    'c:/x',
    'a\0b',
  ])('does not leave its folder for %j', async (name) => {
    expect((await get(file(name))).status).toBe(400);
    expect((await send(file(name), 'x')).status).toBe(400);
    expect((await ask(at(file(name)), { method: 'DELETE' })).status).toBe(400);
    expect((await get(`/userdata?dir=${encodeURIComponent(name)}`)).status).toBe(400);
  });

  it('follows no link out of its folder', async () => {
    symlinkSync(join(server.files.folders.user, 'secret.json'), join(root, 'link.json'));
    symlinkSync(server.files.folders.user, join(root, 'linked'));
    expect((await get(file('link.json'))).status).toBe(403);
    expect((await get(file('linked/secret.json'))).status).toBe(403);
    expect((await get('/userdata?dir=linked')).status).toBe(403);
    expect((await send(file('linked/new.json'), 'x')).status).toBe(403);
    expect((await send(file('link.json'), 'x')).status).toBe(403);
    expect((await ask(at(file('linked/secret.json')), { method: 'DELETE' })).status).toBe(403);
    expect(readFileSync(join(server.files.folders.user, 'secret.json'), 'utf8')).toBe('{}');
  });

  it('gives a name that every system can store', async () => {
    expect((await send(file('workflows/what: <1>?.json'), '1')).text).toBe(
      '"workflows/what_ _1__.json"',
    );
    expect((await send(file('workflows'), '1')).status).toBe(400);
  });

  it('lets no browser run what is stored', async () => {
    await send(file('page.html'), '<script>alert(1)</script>');
    expect((await get(file('page.html'))).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  it('leaves no half-written file behind, and shows none', async () => {
    writeFileSync(join(root, 'list/a.json.taca-999999.tmp'), '{');
    expect((await get('/userdata?dir=list')).json()).toEqual(['a.json']);
    await server.restart();
    expect(readdirSync(join(root, 'list')).toSorted()).toEqual(['a.json', 'deep']);
  });
});

describe('/studio/workflows', () => {
  it('says what the saved workflows hold, whatever lies there', async () => {
    const picture = { filename: 'p.png', subfolder: '', type: 'output' };
    const ui = { nodes: [{ id: 1, type: 'A' }], links: [], extra: { taca: { picture } } };
    await send(file('workflows/good.json'), JSON.stringify(ui));
    await send(file('workflows/api.json'), '{"1":{"class_type":"A"},"2":{"class_type":"B"}}');
    await send(file('workflows/bad.json'), '{"nodes": [');
    await send(file('workflows/note.txt'), 'no workflow');
    mkdirSync(join(root, 'workflows/empty'), { recursive: true });
    const listed = (await get('/studio/workflows')).json() as unknown as { path: string }[];
    const byPath = Object.fromEntries(listed.map((entry) => [entry.path, entry]));
    expect(byPath['good.json']).toMatchObject({ nodes: 1, picture });
    expect(byPath['api.json']).toMatchObject({ nodes: 2, picture: null });
    expect(byPath['bad.json']).toMatchObject({ nodes: null, picture: null });
    expect(byPath['note.txt']).toBeUndefined();
    await send(file('workflows/good.json'), JSON.stringify({ ...ui, nodes: [] }));
    const again = (await get('/studio/workflows')).json() as unknown as object[];
    expect(again).toContainEqual(expect.objectContaining({ path: 'good.json', nodes: 0 }));
  });
});

describe('/studio/drafts', () => {
  const draft = (id: string) => `/studio/drafts/${id}`;
  const put = (id: string, body: string) =>
    ask(at(draft(id)), { method: 'PUT', body, headers: { 'content-type': 'application/json' } });

  it('keeps a seed beyond 2^53 exact, over a restart', async () => {
    const body = '{"title":"A","workflow":{"nodes":[{"seed":18446744073709551615}]}}';
    expect((await put('tab.a', body)).json()).toMatchObject({ generation: 1, damaged: 0 });
    await server.restart();
    expect((await get(draft('tab.a'))).text).toContain('{"seed":18446744073709551615}');
    expect((await get('/studio/drafts')).json()).toMatchObject([{ id: 'tab.a', generation: 1 }]);
  });

  it('a damaged newest generation gives the one before it, and says so', async () => {
    await put('tab.b', '{"n":1}');
    await put('tab.b', '{"n":2}');
    const folder = join(server.files.folders.user, 'drafts');
    const newest = readdirSync(folder)
      .filter((name) => name.startsWith('tab.b'))
      .toSorted()
      .at(-1);
    writeFileSync(join(folder, newest ?? ''), Buffer.alloc(100));
    expect((await get(draft('tab.b'))).json()).toMatchObject({ damaged: 1, content: { n: 1 } });
    expect((await ask(at(draft('tab.b')), { method: 'DELETE' })).status).toBe(204);
    expect((await get(draft('tab.b'))).status).toBe(404);
  });

  it.each([
    ['tab.c', '{"n":'],
    ['tab.c', '[]'],
    ['tab.c', `${'['.repeat(5000)}${']'.repeat(5000)}`],
    ['..%2f..%2fqueue', '{}'],
    ['a%2fb', '{}'],
    ['.hidden', '{}'],
  ])('refuses %s with %.12s', async (id, body) => {
    expect((await put(id, body)).status).toBe(400);
  });
});

describe('/studio/templates', () => {
  it('lists the workflows of the program with pictures, and nothing else', async () => {
    const templates = (await get('/studio/templates')).json() as unknown as {
      name: string;
      hasPicture: boolean;
    }[];
    expect(templates.slice(0, 2)).toMatchObject([
      { name: 'first-picture', title: 'First picture', hasPicture: true },
      { name: 'with-and-without', title: 'With and without', hasPicture: true },
    ]);
    for (const { name } of templates) {
      expect((await get(`/studio/templates/${name}`)).json()).toMatchObject({ version: 0.4 });
      expect((await get(`/studio/templates/${name}/picture`)).headers['content-type']).toBe(
        'image/webp',
      );
    }
    expect((await get('/studio/templates/..%2fpackage')).status).toBe(404);
  });
});
