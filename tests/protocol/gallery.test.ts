import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  GalleryChange,
  GalleryPage,
  PictureMetadata,
} from '../../electron/protocol/gallery.ts';
import { stringifyJson } from '../../nodes/graph/json.ts';
import { writeTextChunks } from '../../nodes/image/png-metadata.ts';
import { ask, connect, post, queue, startTestServer } from './harness.ts';
import { stub } from './stub-engine.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } })
    .png()
    .toBuffer();

const promptOf = (text: string, seed: number | bigint) => ({
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'shapes' } },
  2: { class_type: 'CLIPTextEncode', inputs: { text, clip: ['1', 1] } },
  3: { class_type: 'KSampler', inputs: { model: ['1', 0], positive: ['2', 0], seed, steps: 2 } },
});

/** A picture of the output folder, `age` seconds old. */
async function picture(name: string, text: string, seed: number | bigint, age: number) {
  const bytes = await png(20, 10);
  const path = join(server.files.folders.output, name);
  writeFileSync(
    path,
    writeTextChunks(bytes, [
      ['prompt', stringifyJson(promptOf(text, seed))],
      ['workflow', '{"nodes": []}'],
    ]),
  );
  const time = Date.now() / 1000 - age;
  utimesSync(path, time, time);
}

beforeAll(async () => {
  server = await startTestServer();
  const { output } = server.files.folders;
  mkdirSync(join(output, 'sub'));
  await picture('a.png', 'a red circle', 54, 10);
  await picture('b.png', 'a RED square', 18_446_744_073_709_551_615n, 20);
  await picture('sub/c.png', 'a blue ring', 154, 30);
  writeFileSync(join(output, 'broken.png'), 'no picture');
  writeFileSync(join(output, 'cut.png'), (await png(9, 9)).subarray(0, 50));
  writeFileSync(join(output, 'notes.txt'), 'no picture');
  symlinkSync('/etc/hostname', join(output, 'out.png'));
  symlinkSync('/etc', join(output, 'etc'));
  await rescan();
});
afterAll(() => server[Symbol.asyncDispose]());

const rescan = () => post(`${server.url}/studio/gallery/rescan`, {});
async function gallery(query = ''): Promise<GalleryPage> {
  const answer = await ask(`${server.url}/studio/gallery?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as unknown as GalleryPage;
}
const names = ({ pictures }: GalleryPage) => pictures.map(({ filename }) => filename);
const found = async (search: string) =>
  names(await gallery(`search=${encodeURIComponent(search)}`)).sort();
async function change(method: string, path: string, ids: readonly number[]) {
  const answer = await fetch(`${server.url}/studio/gallery${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });
  return ((await answer.json()) as GalleryChange).ids;
}

describe('/studio/gallery', () => {
  it('lists the pictures of the folder, the newest first, damaged ones too, and none behind links', async () => {
    const page = await gallery();
    expect(names(page).slice(-3)).toEqual(['a.png', 'b.png', 'c.png']);
    expect(names(page).slice(0, -3).sort()).toEqual(['broken.png', 'cut.png']);
    expect(page).toMatchObject({ total: 5, next: null });
    expect(page.pictures.at(-2)).toMatchObject({
      subfolder: '',
      width: 20,
      height: 10,
      prompt: 'a RED square',
      seed: '18446744073709551615',
      model: 'shapes',
    });
    expect(page.pictures.at(-1)).toMatchObject({ subfolder: 'sub' });
  });

  it('gives page after page', async () => {
    const all = names(await gallery());
    const first = await gallery('limit=2');
    const second = await gallery(`limit=2&before=${first.next}`);
    const third = await gallery(`limit=2&before=${second.next}`);
    expect([first, second, third].flatMap(names)).toEqual(all);
    expect([first.total, third.next]).toEqual([5, null]);
  });

  it.each([
    ['red', ['a.png', 'b.png']],
    ['red CIRCLE', ['a.png']],
    ['"circle red"', []],
    ['seed:54', ['a.png']],
    ['54', ['a.png', 'c.png']],
    ['seed:18446744073709551615', ['b.png']],
    ['model:shapes ring', ['c.png']],
    ['model:red', []],
    ['file:sub/', ['c.png']],
    ['prompt:%', []],
    [`'; DROP TABLE pictures; --`, []],
  ])('finds %s', async (search, expected) => expect(await found(search)).toEqual(expected));

  it.each(['limit=0', 'limit=x', 'before=x', 'before=1-2-3', 'search=a&search=b'])(
    'refuses %s',
    async (query) => {
      expect((await ask(`${server.url}/studio/gallery?${query}`)).status).toBe(400);
    },
  );

  it('takes deleted pictures out and brings them back', async () => {
    const { output } = server.files.folders;
    const { id = 0 } = (await gallery('search=ring')).pictures[0] ?? {};
    expect(await change('DELETE', '', [id, 99_999])).toEqual([id]);
    expect(existsSync(join(output, 'sub/c.png'))).toBe(false);
    expect(await change('DELETE', '', [id])).toEqual([]);
    await rescan();
    expect(await found('ring')).toEqual([]);

    await picture('sub/c.png', 'a new ring', 1, 0);
    await rescan();
    expect(await change('POST', '/restore', [id])).toEqual([id]);
    expect(await change('POST', '/restore', [id])).toEqual([]);
    expect(await found('ring')).toEqual(['c (1).png', 'c.png']);
    await rescan();
    expect(await found('ring')).toEqual(['c (1).png', 'c.png']);
    rmSync(join(output, 'sub/c (1).png'));
    await rescan();
    expect(await found('ring')).toEqual(['c.png']);
  });

  it('has the pictures of a run when the run is said to be done, with its time', async () => {
    const client = await connect(server.url, 'me');
    const body = { prompt: { 1: stub('save', { name: 'sub/run' }) }, client_id: 'me' };
    const id = await queue(server.url, body);
    await client.until(({ type }) => type === 'execution_success');
    const [made] = (await gallery('search=file:run')).pictures;
    expect(made).toMatchObject({ subfolder: 'sub', promptId: id, ms: expect.any(Number) });
    await rescan();
    expect((await gallery('search=file:run')).pictures[0]).toEqual(made);
    client.socket.close();
  });

  it('keeps times and the trash over a restart', async () => {
    const before = await gallery();
    const { id = 0 } = (await gallery('search=file:cut')).pictures[0] ?? {};
    await change('DELETE', '', [id]);
    await server.restart();
    await rescan();
    expect((await gallery('search=file:run')).pictures[0]?.ms).toEqual(expect.any(Number));
    expect(await change('POST', '/restore', [id])).toEqual([id]);
    expect((await gallery()).pictures).toEqual(before.pictures);
  });
});

describe('/studio/thumbnail', () => {
  const thumbnail = (query: string) => fetch(`${server.url}/studio/thumbnail?${query}`);

  it('makes pictures small, never large, and once', async () => {
    const { input, cache } = server.files.folders;
    writeFileSync(join(input, 'large.png'), await png(400, 200));
    const answer = await thumbnail('filename=large.png&type=input&size=160');
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({
      width: 160,
      height: 80,
    });
    const small = await thumbnail('filename=a.png&size=160');
    expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 20 });
    const kept = readdirSync(join(cache, 'thumbnails')).length;
    await thumbnail('filename=large.png&type=input&size=150');
    expect(readdirSync(join(cache, 'thumbnails'))).toHaveLength(kept);
    const etag = answer.headers.get('etag') ?? '';
    const again = await ask(`${server.url}/studio/thumbnail?filename=large.png&type=input`, {
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  it('answers many at once', async () => {
    const answers = await Promise.all(
      [64, 160, 320, 640].flatMap((size) =>
        ['a.png', 'b.png'].map((name) => thumbnail(`filename=${name}&size=${size}`)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it.each([
    ['filename=no.png', 404],
    ['filename=broken.png', 400],
    ['filename=notes.txt', 400],
    ['filename=sub', 400],
    ['filename=out.png', 403],
    ['filename=hostname&subfolder=etc', 403],
    ['filename=queue.sqlite&subfolder=../user', 403],
    ['filename=..%2fuser%2fqueue.sqlite', 400],
    ['filename=a.png&type=user', 400],
    ['filename=a.png&size=99999', 400],
  ])('?%s: %i', async (query, status) => expect((await thumbnail(query)).status).toBe(status));
});

describe('/studio/metadata', () => {
  it('gives the workflow, the prompt and what is known', async () => {
    const answer = await ask(`${server.url}/studio/metadata?filename=a.png`);
    expect(answer.json() as unknown as PictureMetadata).toMatchObject({
      width: 20,
      height: 10,
      facts: { positive: 'a red circle', seeds: ['54'], steps: 2 },
      prompt: promptOf('a red circle', 54),
      workflow: { nodes: [] },
    });
    const exact = await ask(`${server.url}/studio/metadata?filename=b.png`);
    expect(exact.text).toContain('"seed":18446744073709551615');
  });

  it('reads WebP as well', async () => {
    const exif = { IFD0: { Make: `prompt:${JSON.stringify(promptOf('a star', 3))}` } };
    const bytes = await sharp(await png(6, 4))
      .withExif(exif)
      .webp()
      .toBuffer();
    writeFileSync(join(server.files.folders.temp, 'w.webp'), bytes);
    const answer = await ask(`${server.url}/studio/metadata?filename=w.webp&type=temp`);
    expect(answer.json()).toMatchObject({ width: 6, height: 4, facts: { positive: 'a star' } });
  });

  it.each([
    ['filename=broken.png', 200],
    ['filename=out.png', 403],
    ['filename=sub', 404],
    ['filename=no.png', 404],
  ])('?%s: %i', async (query, status) => {
    expect((await ask(`${server.url}/studio/metadata?${query}`)).status).toBe(status);
  });
});
