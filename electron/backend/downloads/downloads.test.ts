import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HUB_TOKEN, startHub, type HubStandIn } from '../../../tests/protocol/hub-stand-in.ts';
import type { Download } from '../../protocol/downloads.ts';
import { createHub } from '../hub/hub.ts';
import { openToken } from '../hub/token.ts';
import { createDownloads, type Downloads } from './downloads.ts';

const FILE = 'weights/model.safetensors';
const bytes = randomBytes(2_000_000);
let folder: string;
let stand: HubStandIn;
let downloads: Downloads;
const target = () => join(folder, 'models/vae/model.safetensors');

function open(freeSpace?: () => Promise<number>): Downloads {
  const token = openToken(join(folder, 'token'), undefined);
  downloads = createDownloads({
    hub: createHub(new URL(stand.url), token),
    journal: join(folder, 'downloads.json'),
    folders: ['vae', 'loras'],
    root: () => join(folder, 'models'),
    retryMs: 1,
    ...(freeSpace && { freeSpace }),
  });
  return downloads;
}

const request = { source: 'owner/name', file: FILE, folder: 'vae' };
const only = () => downloads.list()[0] as Download;
const until = (state: Download['state']) =>
  expect.poll(() => only().state, { timeout: 20_000 }).toBe(state);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'downloads-'));
  stand = await startHub();
  stand.put(FILE, bytes);
  open();
});
afterEach(async () => {
  await downloads.close();
  await stand[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

it('fetches a file, compares its checksum, and gives it its name last', async () => {
  await downloads.add(request);
  await until('done');
  expect(only()).toMatchObject({ size: bytes.length, received: bytes.length, verified: true });
  expect(readFileSync(target()).equals(bytes)).toBe(true);
  expect(readdirSync(dirname(target()))).toEqual(['model.safetensors']);
});

it('goes on by itself after a connection that broke', async () => {
  stand.fault.cutAfter = { bytes: 500_000, times: 2 };
  await downloads.add(request);
  await until('done');
  expect(readFileSync(target()).equals(bytes)).toBe(true);
  const ranges = stand.asked.filter((line) => line.includes('bytes='));
  expect(ranges).toHaveLength(2);
});

it('goes on after a restart where it was, and asks for the rest alone', async () => {
  stand.fault.slow = true;
  await downloads.add(request);
  await expect.poll(() => only().received).toBeGreaterThan(0);
  await downloads.close();
  const before = statSync(`${target()}.part`).size;
  expect(existsSync(target())).toBe(false);
  stand.fault.slow = false;
  open();
  await until('done');
  expect(readFileSync(target()).equals(bytes)).toBe(true);
  expect(stand.asked.at(-1)).toContain(`bytes=${before}-`);
});

it('starts anew when the file in the repository is another by now', async () => {
  stand.fault.slow = true;
  await downloads.add(request);
  await expect.poll(() => only().received).toBeGreaterThan(0);
  await downloads.pause(only().id);
  expect(only().state).toBe('paused');
  const other = randomBytes(1_500_000);
  stand.put(FILE, other);
  stand.fault.slow = false;
  await downloads.resume(only().id);
  await until('done');
  expect(readFileSync(target()).equals(other)).toBe(true);
});

it('throws away what has another checksum', async () => {
  stand.fault.wrongChecksum = true;
  await downloads.add(request);
  await until('failed');
  expect(only().problem?.code).toBe('checksum');
  expect(readdirSync(dirname(target()))).toEqual([]);
});

it('holds a file to the checksum that was asked for, whatever the repository says', async () => {
  await stand[Symbol.asyncDispose]();
  stand = await startHub(false);
  stand.put(FILE, bytes);
  open();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = 'https://huggingface.co/owner/name/resolve/0123abcd/weights/model.safetensors';
  await downloads.add({ source, folder: 'vae', sha256 });
  await until('done');
  expect(only()).toMatchObject({ verified: true, revision: '0123abcd' });
  await downloads.remove(only().id);
  rmSync(target());
  stand.put(FILE, randomBytes(bytes.length));
  await downloads.add({ source, folder: 'vae', sha256 });
  await until('failed');
  expect(only().problem?.code).toBe('checksum');
  expect(readdirSync(dirname(target()))).toEqual([]);
});

it('asks for space before it asks for bytes', async () => {
  open(async () => 1_000_000);
  await downloads.add(request);
  await until('failed');
  expect(only().problem).toMatchObject({
    code: 'no_space',
    message: expect.stringContaining('needs 2.0 MB and 268 MB to spare; 1.0 MB are free') as string,
  });
  expect(stand.asked.filter((line) => line.startsWith('cdn'))).toEqual([]);
});

it('cancels without a trace', async () => {
  stand.fault.slow = true;
  await downloads.add(request);
  await expect.poll(() => only().received).toBeGreaterThan(0);
  await downloads.remove(only().id);
  expect(downloads.list()).toEqual([]);
  expect(readdirSync(dirname(target()))).toEqual([]);
});

describe('gated files', () => {
  beforeEach(() => {
    stand.fault.refuse = { status: 401, code: 'GatedRepo' };
  });

  it('say what to accept and where the token goes', async () => {
    await downloads.add(request);
    await until('failed');
    expect(only().problem).toMatchObject({
      code: 'hub_gated',
      cure: expect.stringContaining(`${stand.url}/owner/name`) as string,
    });
  });

  it('come with the token, which no other host and no answer ever gets', async () => {
    writeFileSync(join(folder, 'token'), HUB_TOKEN);
    await downloads.close();
    open();
    await downloads.add(request);
    await until('done');
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
    expect(
      stand.asked.filter((line) => line.startsWith('hub')).every((l) => l.endsWith('+token')),
    ).toBe(true);
    expect(stand.asked.filter((line) => /^cdn.*\+token/.test(line))).toEqual([]);
    const kept = readFileSync(join(folder, 'downloads.json'), 'utf8');
    expect(kept + JSON.stringify(downloads.list())).not.toContain(HUB_TOKEN);
  });
});

it.each([
  [{ source: 'owner/name', folder: 'vae' }, 'download_file'],
  [{ source: 'https://example.com/a/b/resolve/main/x.safetensors', folder: 'vae' }, 'hub_address'],
  [{ source: 'owner/name/../../x.safetensors', folder: 'vae' }, 'hub_address'],
  [{ source: 'owner/name', file: '../x.safetensors', folder: 'vae' }, 'bad_path'],
  [{ source: 'owner/name/x.ckpt', folder: 'vae' }, 'download_type'],
  [{ source: 'owner/name/x.safetensors', folder: 'elsewhere' }, 'download_folder'],
  [{ ...request, name: '../x.safetensors' }, 'bad_path'],
  [{ ...request, name: '.' }, 'download_name'],
  [{ ...request, name: 'x.sh' }, 'download_name'],
])('refuses %j', async (wrong, code) => {
  await expect(downloads.add(wrong)).rejects.toMatchObject({ code });
});

it('never writes over a file', async () => {
  mkdirSync(dirname(target()), { recursive: true });
  writeFileSync(target(), 'mine');
  await expect(downloads.add(request)).rejects.toMatchObject({ code: 'exists' });
  await downloads.add({ ...request, name: 'other.safetensors' });
  await until('done');
  expect(readFileSync(target(), 'utf8')).toBe('mine');
});

it('takes small files, which have no checksum', async () => {
  await stand[Symbol.asyncDispose]();
  stand = await startHub(false);
  stand.put(FILE, bytes);
  await downloads.close();
  open();
  await downloads.add(request);
  await until('done');
  expect(only()).toMatchObject({ verified: false, size: bytes.length });
});

it('gives up on a host that cannot be reached', async () => {
  const { url } = stand;
  await stand[Symbol.asyncDispose]();
  await downloads.add(request);
  await until('failed');
  expect(only().problem).toMatchObject({ code: 'hub_unreachable' });
  expect(only().problem?.message).toContain(new URL(url).host);
});
