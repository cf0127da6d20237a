import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256, zipOf } from './archive.fixture.ts';
import { installProvider } from './install.ts';
import { findProvider, folderOf, isInstalled, removeProvider } from './installed.ts';
import type { ProviderPackage } from './table.ts';

const library = randomBytes(300_000);
const archive = zipOf([
  { path: 'x/capi/libone.so', bytes: library },
  { path: 'x/capi/libtwo.so', bytes: Buffer.alloc(50_000, 7) },
  { path: 'x/LICENSE', bytes: Buffer.from('words'), isStored: true },
  { path: 'x/unwanted', bytes: Buffer.from('more') },
]);

let data: string;
let server: Server;
let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let provider: ProviderPackage;

const whole = (_request: IncomingMessage, response: ServerResponse) => void response.end(archive);

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'providers-'));
  asked = [];
  answer = whole;
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.range ?? ''}`.trim());
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider = {
    name: 'cuda',
    title: 'CUDA',
    version: '1.2.3',
    platform: 'linux',
    arch: 'x64',
    archive: { url: `${address()}/a/b.whl`, bytes: archive.length, sha256: sha256(archive) },
    members: ['x/capi/libone.so', 'x/capi/libtwo.so', 'x/LICENSE'],
    needs: 'a card',
  };
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(data, { recursive: true });
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const install = (changed: Partial<Parameters<typeof installProvider>[1]> = {}) =>
  installProvider(provider, {
    data,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    retryMs: 1,
    ...changed,
  });
const left = () => readdirSync(join(data, 'providers'));

test('downloads, compares the checksum and unpacks what is wanted', async () => {
  const seen: number[] = [];
  const folder = await install({ onProgress: (received) => seen.push(received) });
  expect(folder).toBe(folderOf(data, provider));
  expect(readdirSync(folder).toSorted()).toEqual(['LICENSE', 'libone.so', 'libtwo.so']);
  expect(readFileSync(join(folder, 'libone.so')).equals(library)).toBe(true);
  expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe('words');
  expect(left()).toEqual(['cuda-1.2.3']);
  expect(seen.at(-1)).toBe(archive.length);
  expect(isInstalled(data, provider)).toBe(true);
});

test('what is installed is not fetched again', async () => {
  await install();
  await install();
  expect(asked).toHaveLength(1);
});

test('a download that breaks off goes on where it was', async () => {
  let cut = () => undefined as void;
  answer = (request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = archive.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': rest.length,
      ...(start > 0 && {
        'content-range': `bytes ${start}-${archive.length - 1}/${archive.length}`,
      }),
    });
    cut = () => void response.destroy();
    if (asked.length < 3) response.write(rest.subarray(0, 100_000));
    else response.end(rest);
  };
  await install({ onProgress: () => asked.length < 3 && cut() });
  expect(asked).toHaveLength(3);
  expect(asked.at(-1)).toMatch(/^\/a\/b\.whl bytes=[1-9]\d*-$/);
  expect(isInstalled(data, provider)).toBe(true);
});

test('another checksum leaves nothing', async () => {
  answer = (_request, response) => {
    const other = Buffer.from(archive);
    other.writeUInt8(other.readUInt8(1000) ^ 1, 1000);
    response.end(other);
  };
  await expect(install()).rejects.toMatchObject({ code: 'checksum' });
  expect(left()).toEqual([]);
});

test('an archive without the libraries leaves nothing', async () => {
  provider = { ...provider, members: ['x/capi/libthree.so'] };
  await expect(install()).rejects.toMatchObject({ code: 'archive_damaged' });
  expect(left()).toEqual([]);
});

test('a mirror is asked instead', async () => {
  const own = { ...provider.archive, url: 'https://example.invalid/packages/b.whl' };
  provider = { ...provider, archive: own };
  await install({ mirror: new URL(`${address()}/mirror/`) });
  expect(asked).toEqual(['/mirror/packages/b.whl']);
});

test('a host that refuses is named with what it says', async () => {
  answer = (_request, response) => void response.writeHead(403).end();
  await expect(install()).rejects.toMatchObject({
    code: 'provider_unavailable',
    message: expect.stringContaining('(403)') as string,
    cure: expect.stringContaining('--mirror') as string,
  });
});

test('a host that cannot be reached is named, after a few tries', async () => {
  const archive = { ...provider.archive, url: 'http://127.0.0.1:1/b.whl' };
  provider = { ...provider, archive };
  await expect(install()).rejects.toMatchObject({
    code: 'provider_unreachable',
    message: expect.stringContaining('127.0.0.1:1') as string,
  });
});

test('asks for space first', async () => {
  await expect(install({ freeSpace: async () => 1000 })).rejects.toMatchObject({
    code: 'no_space',
  });
  expect(asked).toEqual([]);
});

test('what an unfinished unpacking left is replaced', async () => {
  await install();
  rmSync(join(folderOf(data, provider), 'libtwo.so'));
  writeFileSync(join(folderOf(data, provider), 'libone.so'), 'torn');
  expect(isInstalled(data, provider)).toBe(false);
  const folder = await install();
  expect(statSync(join(folder, 'libone.so')).size).toBe(library.length);
});

test('removing takes every version and what is unfinished', async () => {
  await install();
  writeFileSync(join(data, 'providers', 'cuda-1.2.2.zip.part'), '');
  writeFileSync(join(data, 'providers', 'other'), '');
  expect(await removeProvider(data, 'cuda')).toBe(true);
  expect(left()).toEqual(['other']);
  expect(await removeProvider(data, 'cuda')).toBe(false);
});

test('a provider that is not for this system is refused with those that are', () => {
  expect(findProvider('cuda', [provider])).toBe(provider);
  expect(() => findProvider('rocm', [provider])).toThrow(
    expect.objectContaining({
      code: 'provider_unknown',
      cure: expect.stringContaining('cuda') as string,
    }),
  );
});
