import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPngTexts } from '../../nodes/graph/workflow/embedded/png-text.ts';
import { writeTextChunks } from '../../nodes/image/png-metadata.ts';
import { ask, startTestServer } from './harness.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
  const { input, output, temp } = server.files.folders;
  writeFileSync(join(output, 'a.png'), 'picture');
  writeFileSync(join(output, 'ü "x".png'), 'picture');
  mkdirSync(join(output, 'sub'));
  writeFileSync(join(output, 'sub/b.webp'), 'sub');
  writeFileSync(join(temp, 't.png'), 'temp');
  for (const name of ['page.html', 'page.svg', 'page.js', 'page.xhtml', 'page']) {
    writeFileSync(join(input, name), '<script>');
  }
  symlinkSync('/etc/hostname', join(input, 'out.png'));
  const rgba = { width: 2, height: 1, channels: 4 as const };
  const pixels = Buffer.from([255, 0, 0, 128, 0, 255, 0, 255]);
  await sharp(pixels, { raw: rgba }).png().toFile(join(input, 'rgba.png'));
});
afterAll(() => server[Symbol.asyncDispose]());

const view = (query: string) => ask(`${server.url}/view?${query}`);

describe('/view', () => {
  it('gives the file with its type and name', async () => {
    const answer = await view('filename=a.png');
    expect(answer).toMatchObject({ status: 200, text: 'picture' });
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'filename="a.png"',
      'x-content-type-options': 'nosniff',
    });
    expect((await view('filename=b.webp&subfolder=sub')).text).toBe('sub');
    expect((await view('filename=t.png%20%5Btemp%5D')).text).toBe('temp');
    expect((await view('filename=any/where/a.png')).text).toBe('picture');
    const odd = await view(`filename=${encodeURIComponent('ü "x".png')}`);
    expect(odd.headers['content-disposition']).toContain("filename*=UTF-8''%C3%BC");
  });

  it('answers a repeated request with 304', async () => {
    const { etag = '' } = (await view('filename=a.png')).headers;
    const again = await ask(`${server.url}/view?filename=a.png`, {
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  it.each([
    ['', 404],
    ['filename=', 404],
    ['filename=no.png', 404],
    ['filename=..%2fuser%2fqueue.sqlite', 400],
    ['filename=%2e%2e', 400],
    ['filename=..%5ca.png', 400],
    ['filename=a.png%00.txt', 400],
    ['filename=/etc/passwd', 400],
    ['filename=//host/share', 400],
    ['filename=a.png&type=user', 400],
    ['filename=a.png&type=__proto__', 400],
    ['filename=queue.sqlite&subfolder=../user', 403],
    ['filename=passwd&subfolder=/etc', 403],
    ['filename=x&subfolder=c:', 403],
    ['filename=out.png&type=input', 403],
    ['filename=rgba.png&type=input&preview=webp;9999', 400],
    ['filename=rgba.png&type=input&channel=x', 400],
    ['filename=a.png&preview=webp', 400],
    ['filename=a.png&filename=b.png', 400],
  ])('?%s: %i', async (query, status) => {
    expect((await view(query)).status).toBe(status);
  });

  it.each(['page.html', 'page.svg', 'page.js', 'page.xhtml', 'page'])(
    'lets no browser show %s',
    async (name) => {
      const { headers } = await view(`filename=${name}&type=input`);
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(headers['content-disposition']).toMatch(/^attachment/);
      expect(headers['content-security-policy']).toContain('sandbox');
    },
  );

  it('shows previews and channels', async () => {
    const bytes = async (query: string) =>
      Buffer.from(
        await (
          await fetch(`${server.url}/view?filename=rgba.png&type=input&${query}`)
        ).arrayBuffer(),
      );
    expect((await sharp(await bytes('preview=webp;80')).metadata()).format).toBe('webp');
    expect(await sharp(await bytes('preview=jpeg')).metadata()).toMatchObject({
      format: 'jpeg',
      channels: 3,
    });
    expect((await sharp(await bytes('channel=rgb')).metadata()).channels).toBe(3);
    const alpha = await sharp(await bytes('channel=a'))
      .raw()
      .toBuffer();
    expect([...alpha]).toEqual([0, 0, 0, 128, 0, 0, 0, 255]);
  });
});

const upload = async (name: string, content: string, fields: Record<string, string> = {}) => {
  const body = new FormData();
  body.append('image', new Blob([content]), name);
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const answer = await fetch(`${server.url}/upload/image`, { method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

describe('/upload/image', () => {
  it('keeps names apart, and equal files together', async () => {
    const name = async (content: string, fields?: Record<string, string>) =>
      (await upload('same.png', content, fields)).body;
    const said = (filename: string) => ({ name: filename, subfolder: '', type: 'input' });
    expect(await name('one')).toEqual(said('same.png'));
    expect(await name('one')).toEqual(said('same.png'));
    expect(await name('two')).toEqual(said('same (1).png'));
    expect(await name('two')).toEqual(said('same (1).png'));
    expect(await name('three', { overwrite: 'true' })).toEqual(said('same.png'));
    expect(readFileSync(join(server.files.folders.input, 'same.png'), 'utf8')).toBe('three');
  });

  it('never gives two uploads at once the same name', async () => {
    const answers = await Promise.all(
      'abcdef'.split('').map((content) => upload('race.png', content)),
    );
    const names = new Set(answers.map(({ body }) => (body as { name: string }).name));
    expect(names.size).toBe(6);
  });

  it('makes names that every system can store', async () => {
    const stored = async (name: string) =>
      ((await upload(name, name)).body as { name: string }).name;
    expect(await stored('a/b.png')).toBe('b.png');
    expect(await stored('CON.png')).toBe('_CON.png');
    expect(await stored('end.png . ')).toBe('end.png');
    expect(await stored('a:b.png')).toBe('a_b.png');
    expect((await stored(`${'x'.repeat(300)}.png`)).length).toBeLessThan(200);
  });

  it('puts files into subfolders, but not out of the folder', async () => {
    expect((await upload('x.png', 'x', { subfolder: 'sub/deep' })).body).toEqual({
      name: 'x.png',
      subfolder: 'sub/deep',
      type: 'input',
    });
    for (const fields of [{ subfolder: '../user' }, { subfolder: '/tmp' }, { type: 'bogus' }]) {
      expect((await upload('x.png', 'x', fields)).status).toBe(400);
    }
    expect(readdirSync(server.files.folders.user)).not.toContain('x.png');
  });

  it('asks for a file with a name', async () => {
    expect((await upload('..', 'x')).status).toBe(400);
    const none = new FormData();
    none.append('type', 'input');
    expect((await fetch(`${server.url}/upload/image`, { method: 'POST', body: none })).status).toBe(
      400,
    );
    const json = await ask(`${server.url}/upload/image`, { method: 'POST', body: '{}' });
    expect(json.status).toBe(400);
  });

  it('refuses a file that is too large', async () => {
    const body = new FormData();
    body.append('image', new Blob([new Uint8Array(101 * 2 ** 20)]), 'large.png');
    const answer = await fetch(`${server.url}/upload/image`, { method: 'POST', body });
    expect(answer.status).toBe(413);
    expect(server.files.inputImages()).not.toContain('large.png');
  });
});

describe('/upload/mask', () => {
  const mask = async (reference: string) => {
    const rgba = { width: 2, height: 1, channels: 4 as const };
    const alpha = await sharp(Buffer.from([0, 0, 0, 7, 0, 0, 0, 9]), { raw: rgba })
      .png()
      .toBuffer();
    const body = new FormData();
    body.append('image', new Blob([new Uint8Array(alpha)]), 'mask.png');
    body.append('original_ref', reference);
    return fetch(`${server.url}/upload/mask`, { method: 'POST', body });
  };

  it('keeps the colours and the text of the original and takes the alpha of the mask', async () => {
    const png = await sharp(Buffer.from([1, 2, 3, 4, 5, 6]), {
      raw: { width: 2, height: 1, channels: 3 },
    })
      .png()
      .toBuffer();
    const { input } = server.files.folders;
    writeFileSync(join(input, 'o.png'), writeTextChunks(png, [['prompt', '{}']]));
    const answer = await mask(JSON.stringify({ filename: 'o.png', subfolder: '', type: 'input' }));
    expect(await answer.json()).toEqual({ name: 'mask.png', subfolder: '', type: 'input' });
    const stored = readFileSync(join(input, 'mask.png'));
    expect([...(await sharp(stored).raw().toBuffer())]).toEqual([1, 2, 3, 7, 4, 5, 6, 9]);
    expect((await readPngTexts(stored)).get('prompt')).toBe('{}');
  });

  it.each([
    '',
    '{}',
    '{"filename": "no.png"}',
    '{"filename": "a.png", "subfolder": "../.."}',
    '{"filename": "a.png"}',
  ])('refuses the original %s', async (reference) => {
    expect((await mask(reference)).status).toBe(400);
  });
});
