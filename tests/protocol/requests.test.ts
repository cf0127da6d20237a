import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, connect, poll, post, queue, startTestServer } from './harness.ts';
import { stub } from './stub-engine.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const good = () => JSON.stringify({ prompt: { '1': stub('save') } });
const prompt = (headers: Record<string, string>, body = good()) =>
  post(`${server.url}/prompt`, body, headers);
const host = () => new URL(server.url).host;

describe('requests that a page of another site can make', () => {
  it('are refused by their origin', async () => {
    for (const origin of [
      'http://evil.test',
      'null',
      `http://evil.test, ${server.url}`,
      'file://',
    ]) {
      expect((await prompt({ origin })).status, origin).toBe(403);
    }
    const other = `http://127.0.0.1:${Number(new URL(server.url).port) + 1}`;
    expect((await prompt({ origin: other })).status).toBe(403);
  });

  it('are refused when the browser says that they cross sites', async () => {
    expect((await prompt({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const image = await ask(`${server.url}/view?filename=x.png`, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    });
    expect(image.status).toBe(403);
  });

  it('are refused by the host they think they talk to', async () => {
    for (const evil of [
      'evil.test',
      `evil.test:${new URL(server.url).port}`,
      'localhost.evil.test',
      '',
    ]) {
      const answer = await prompt({ host: evil, origin: `http://${evil}` });
      expect([400, 403], evil).toContain(answer.status);
    }
    const twice = await rawRequest(
      `GET /prompt HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.test\r\nConnection: close\r\n\r\n`,
    );
    expect(twice).toMatch(/^HTTP\/1.1 40[03]/);
  });

  it('must say that their body is JSON', async () => {
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
    ]) {
      expect((await prompt({ ...own, 'content-type': type })).status, type).toBe(415);
    }
    expect((await prompt({ ...own, 'content-type': 'application/json' })).status).toBe(200);
    expect((await post(`${server.url}/interrupt`, '', own)).status).toBe(200);
  });

  it('may open the start page by a link, but not in a frame', async () => {
    const head = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const page = (dest: string) =>
      ask(`${server.url}/`, { headers: { ...head, 'sec-fetch-dest': dest } });
    expect((await page('document')).status).toBe(200);
    expect((await page('iframe')).status).toBe(403);
  });

  it('cannot open a socket', async () => {
    const refused = (headers: Record<string, string>, origin?: string) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, {
          headers,
          ...(origin && { origin }),
        });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.on('open', () => resolve(101));
        socket.on('error', () => undefined);
      });
    expect(await refused({}, 'http://evil.test')).toBe(403);
    expect(await refused({}, 'null')).toBe(403);
    expect(await refused({ host: 'evil.test' }, 'http://evil.test')).toBe(403);
    expect(await refused({})).toBe(101);
  });
});

describe('clients that are no browsers', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'text/plain;charset=UTF-8',
    'application/json',
    'x/y',
    undefined,
  ])('may call JSON %s', async (type) => {
    expect((await prompt(type === undefined ? {} : { 'content-type': type })).status).toBe(200);
  });

  it('may be Node with its fetch', async () => {
    const answer = await fetch(`${server.url}/prompt`, { method: 'POST', body: good() });
    expect(answer.status).toBe(200);
  });

  it('may name the server localhost or by address, at any forwarded port', async () => {
    for (const name of ['localhost:9000', '[::1]:1', '127.0.0.1', '192.168.1.7:8188']) {
      expect((await ask(`${server.url}/prompt`, { headers: { host: name } })).status).toBe(200);
    }
  });
});

describe('bodies that are not what they should be', () => {
  it.each([
    ['broken JSON', '{"prompt": {', 'invalid_json'],
    ['no UTF-8', Buffer.from([0x7b, 0xff]), 'invalid_json'],
    ['a list', '[]', 'invalid_request'],
    ['text', '"x"', 'invalid_request'],
    ['nothing', '', 'no_prompt'],
    ['no prompt', '{}', 'no_prompt'],
    ['a number that is none', '{"prompt": {}, "number": "x"}', 'invalid_request'],
    ['a deep one', `{"prompt": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'invalid_json'],
    [
      'an id that is none',
      JSON.stringify({ prompt: { '1': stub('save') }, prompt_id: 'X' }),
      'invalid_prompt_id',
    ],
    [
      'a loud id',
      JSON.stringify({ prompt: {}, prompt_id: crypto.randomUUID().toUpperCase() }),
      'invalid_prompt_id',
    ],
    [
      'an unknown class',
      '{"prompt": {"1": {"class_type": "No", "inputs": {}}}}',
      'missing_node_type',
    ],
    [
      'nothing to do',
      '{"prompt": {"1": {"class_type": "Source", "inputs": {"value": 1}}}}',
      'prompt_no_outputs',
    ],
    [
      'a value off the list',
      JSON.stringify({ prompt: { '1': stub('save', { action: 'x' }) } }),
      'prompt_outputs_failed_validation',
    ],
  ])('%s: 400 with a type', async (_what, body, type) => {
    const answer = await post(`${server.url}/prompt`, body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      error: { type, message: expect.any(String) },
      node_errors: {},
    });
  });

  it.each([
    '[1]',
    '{"1": []}',
    '{"1": null}',
    '{"1": {"class_type": "Stub", "inputs": null}}',
    '{"__proto__": {"class_type": "No"}}',
    'null',
    '7',
  ])('prompt %s: 400', async (text) => {
    const answer = await post(`${server.url}/prompt`, `{"prompt": ${text}}`);
    expect(answer.status).toBe(400);
    expect(answer.json()).toHaveProperty('error.type');
  });

  it('a byte order mark is fine', async () => {
    expect((await prompt({}, `\uFEFF${good()}`)).status).toBe(200);
  });

  it('too large: 413; packed: 415', async () => {
    const claim = await rawRequest(
      `POST /prompt HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 999999999\r\n\r\n{}`,
    );
    expect(claim).toMatch(/^HTTP\/1.1 413/);
    expect((await prompt({ 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('of /queue and the like: 400', async () => {
    for (const path of ['queue', 'history', 'free', 'interrupt']) {
      expect((await post(`${server.url}/${path}`, '[1]')).status, path).toBe(400);
    }
    expect((await post(`${server.url}/queue`, { delete: 'x' })).status).toBe(400);
  });
});

describe('methods and paths', () => {
  it('that do not exist', async () => {
    expect((await ask(`${server.url}/nothing`)).status).toBe(404);
    expect((await ask(`${server.url}/api/nothing`)).status).toBe(404);
    for (const [method, path] of [
      ['GET', 'interrupt'],
      ['DELETE', 'prompt'],
      ['OPTIONS', 'prompt'],
      ['PUT', 'queue'],
    ]) {
      const answer = await ask(`${server.url}/${path}`, { method: method ?? '' });
      expect(answer.status, `${method} ${path}`).toBe(405);
      expect(answer.headers.allow).toBeTruthy();
    }
    expect((await ask(`${server.url}/prompt`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('sockets', () => {
  it('with junk and frames of 5 MB do no harm', async () => {
    const client = await connect(server.url, 'junk');
    client.socket.on('error', () => undefined);
    client.socket.send(Buffer.from([1, 2, 3]));
    for (let i = 0; i < 1000; i++) client.socket.send('{"type": 7');
    const closed = new Promise<number>((resolve) => client.socket.once('close', resolve));
    client.socket.send('x'.repeat(5 * 2 ** 20));
    expect(await closed).toBe(1009);
    expect((await ask(`${server.url}/prompt`)).status).toBe(200);
  });

  it('give way to a newer one of the same client', async () => {
    const first = await connect(server.url, 'twice');
    const closed = new Promise((resolve) => first.socket.once('close', resolve));
    const second = await connect(server.url, 'twice');
    await closed;
    const prompt = { '1': stub('save') };
    await second.untilOver(await queue(server.url, { prompt, client_id: 'twice' }));
    expect(second.types()).toContain('execution_success');
    expect(first.types()).toEqual([]);
    second.socket.close();
  });

  it('that do not read lose previews first and are then let go; others do not notice', async () => {
    const slow = await connect(server.url, 'slow');
    const other = await connect(server.url, 'other');
    slow.socket.pause();
    const prompt = { '1': stub('many previews') };
    const first = await queue(server.url, { prompt, client_id: 'slow' });
    await poll(
      async () => (await ask(`${server.url}/history/${first}`)).json(),
      (history) => first in history,
    );
    expect(slow.socket.readyState).toBe(WebSocket.OPEN);
    slow.socket.resume();
    await slow.untilOver(first);
    expect(slow.frames.length).toBeLessThan(100);

    const second = await queue(server.url, { prompt, client_id: 'other' });
    await other.untilOver(second);
    expect(other.frames.length).toBeGreaterThan(0);
    for (const { socket } of [slow, other]) socket.close();
  });
});

/** Sends text as it is and gives what comes back. */
function rawRequest(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connectSocket(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
      socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
