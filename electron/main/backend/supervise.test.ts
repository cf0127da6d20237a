/** With processes of plain Node that behave as the server does: a line with the address, an end with standard input. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BackendStatus } from '../../protocol/desktop.ts';
import { superviseBackend, type BackendSupervisor } from './supervise.ts';

const SERVES = `
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
const lines = createInterface({ input: process.stdin });
lines.once('line', (token) => {
  const server = createServer((request, reply) => {
    if (request.url === '/crash') process.exit(7);
    reply.end(JSON.stringify({ token, pid: process.pid, args: process.argv.slice(2) }));
  });
  server.listen(Number(process.argv[5]), '127.0.0.1', () =>
    console.log('TACA Studio is at http://127.0.0.1:' + server.address().port));
});
lines.once('close', () => process.exit(0));
`;

let folder: string;
let supervisor: BackendSupervisor | undefined;
let statuses: BackendStatus[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervise-'));
  statuses = [];
});
afterEach(async () => {
  await supervisor?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

function supervise(program: string, port = 0): BackendSupervisor {
  const script = join(folder, 'backend.mjs');
  writeFileSync(script, program);
  supervisor = superviseBackend({
    command: { node: process.execPath, script, args: ['--data', folder], env: {} },
    token: 'the-token',
    port,
    onStatus: (status) => statuses.push(status),
    onLine: () => undefined,
    firstWaitMs: 1,
  });
  return supervisor;
}

const states = () => statuses.map(({ state }) => state);

async function running(count: number): Promise<string> {
  const urls = () => statuses.flatMap((status) => (status.state === 'running' ? [status.url] : []));
  await vi.waitFor(() => expect(urls()).toHaveLength(count), { timeout: 20_000 });
  return urls().at(-1) ?? '';
}

const ask = async (url: string) =>
  (await (await fetch(url)).json()) as { token: string; pid: number; args: string[] };

test('the server gets its options, and its token by standard input alone', async () => {
  supervise(SERVES);
  const { token, args } = await ask(await running(1));
  expect(token).toBe('the-token');
  expect(args).toEqual(['serve', '--attached', '--port', '0', '--data', folder]);
});

test('after a crash it runs again at the same address', async () => {
  supervise(SERVES);
  const url = await running(1);
  const { pid } = await ask(url);
  await expect(fetch(`${url}/crash`)).rejects.toThrow('fetch failed');
  expect(await running(2)).toBe(url);
  expect((await ask(url)).pid).not.toBe(pid);
  expect(states()).toEqual(['running', 'restarting', 'running']);
});

test('three crashes within a minute end the restarts and hand over the log', async () => {
  supervise(`import { appendFileSync } from 'node:fs';
    appendFileSync(${JSON.stringify(join(folder, 'starts'))}, 'x');
    console.error('no luck'); process.exit(1);`);
  await vi.waitFor(() => expect(states()).toContain('stopped'), { timeout: 20_000 });
  expect(statuses.at(-1)).toEqual({ state: 'stopped', reason: 'crashes', log: ['no luck'] });
  expect(readFileSync(join(folder, 'starts'), 'utf8')).toBe('xxx');
});

test('what a restart does not mend is not tried again', async () => {
  supervise(`console.error('The data folder is in use.'); process.exit(2);`);
  await vi.waitFor(() => expect(states()).toEqual(['stopped']), { timeout: 20_000 });
  expect(statuses[0]).toMatchObject({ reason: 'refused', log: ['The data folder is in use.'] });
});

test('a person can start it again after it was given up', async () => {
  const marker = join(folder, 'mended');
  const backend = supervise(`import { existsSync } from 'node:fs';
    if (!existsSync(${JSON.stringify(marker)})) process.exit(2);
    ${SERVES.replaceAll('import ', 'const ').replace(/const (\{.*?\}) from ('.*?')/g, 'const $1 = await import($2)')}`);
  await vi.waitFor(() => expect(states()).toContain('stopped'), { timeout: 20_000 });
  writeFileSync(marker, '');
  await backend.restart();
  await ask(await running(1));
});

test('it ends when it is told to, and stays ended', async () => {
  const backend = supervise(SERVES);
  const url = await running(1);
  await backend.stop();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  expect(states()).toEqual(['running']);
});

test('a port that another program took is replaced by a free one', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const taken = (other.address() as AddressInfo).port;
  supervise(SERVES, taken);
  const url = await running(1);
  other.close();
  expect(new URL(url).port).not.toBe(`${taken}`);
  await ask(url);
});
