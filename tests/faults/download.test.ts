/** The real server, killed in the middle of a download. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadList } from '../../electron/protocol/downloads.ts';
import { ask, poll, post } from '../protocol/harness.ts';
import { startHub, type HubStandIn } from '../protocol/hub-stand-in.ts';

const COMMAND = join(import.meta.dirname, '../../bin/taca-studio.mjs');
let data: string;
let hub: HubStandIn;
let server: ChildProcess;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'download-'));
  hub = await startHub();
});
afterEach(async () => {
  await kill();
  await hub[Symbol.asyncDispose]();
  rmSync(data, { recursive: true, force: true, maxRetries: 20 });
});

async function start(): Promise<string> {
  server = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HF_ENDPOINT: hub.url },
  });
  const [said] = await once(server.stdout as NodeJS.EventEmitter, 'data');
  return /http:\S+/.exec(String(said))?.[0] ?? '';
}

async function kill(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

it('goes on with what it has after kill -9, and names the file only when it is whole', async () => {
  const bytes = randomBytes(3_000_000);
  hub.put('big.safetensors', bytes);
  hub.fault.slow = true;
  const path = join(data, 'models/vae/big.safetensors');
  const only = async (url: string) =>
    downloadList.parse((await ask(`${url}/studio/downloads`)).json()).downloads[0];

  const first = await start();
  await post(`${first}/studio/downloads`, { source: 'o/n/big.safetensors', folder: 'vae' });
  await poll(
    () => only(first),
    (one) => one?.received === bytes.length / 2,
  );
  await kill();
  expect(existsSync(path)).toBe(false);
  const came = statSync(`${path}.part`).size;

  hub.fault.slow = false;
  const second = await start();
  const done = await poll(
    () => only(second),
    (one) => one?.state === 'done' || one?.state === 'failed',
  );
  expect(done).toMatchObject({ state: 'done', verified: true });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(hub.asked.at(-1)).toContain(`bytes=${came}-`);
});
