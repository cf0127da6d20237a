import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isObject, parseJson } from '../../nodes/graph/json.ts';
import { writeTextChunks } from '../../nodes/image/png-metadata.ts';
import { encodePng } from '../../nodes/image/png.ts';
import { command, FIRST_PICTURE, temporaryFolder } from './command.ts';

const pixel = { data: new Uint8Array(3), width: 1, height: 1, channels: 3 } as const;

test('the editor format becomes the API format, which converts to itself', async () => {
  const folder = temporaryFolder();
  const [once, twice] = ['once.json', 'twice.json'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  expect(await command(['convert', FIRST_PICTURE, once])).toEqual({ code: 0, out: '', err: '' });
  const prompt = parseJson(readFileSync(once, 'utf8'));
  expect(prompt).toMatchObject({
    '7': { class_type: 'KSampler', inputs: { model: ['3', 0], steps: 20, sampler_name: 'euler' } },
    '4': { _meta: { title: 'Prompt' } },
  });
  expect(await command(['convert', once, twice])).toMatchObject({ code: 0 });
  expect(readFileSync(twice, 'utf8')).toBe(readFileSync(once, 'utf8'));
});

test('a picture gives the prompt inside it, also with the NaN that Python writes', async () => {
  const folder = temporaryFolder();
  const png = join(folder, 'picture.png');
  const text =
    '{"1":{"class_type":"RandomNoise","inputs":{"noise_seed":18446744073709551615},"is_changed":[NaN]}}';
  writeFileSync(png, writeTextChunks(await encodePng(pixel, 1), [['prompt', text]]));
  const to = join(folder, 'out.json');
  expect(await command(['convert', png, to])).toMatchObject({ code: 0 });
  const prompt = parseJson(readFileSync(to, 'utf8'));
  expect(isObject(prompt) && prompt['1']).toMatchObject({
    inputs: { noise_seed: 18446744073709551615n },
  });
});

test('a picture without a workflow says so', async () => {
  const folder = temporaryFolder();
  const png = join(folder, 'picture.png');
  writeFileSync(png, await encodePng(pixel, 1));
  const { code, err } = await command(['convert', png, join(folder, 'out.json')]);
  expect(code).toBe(2);
  expect(err).toContain('picture without a workflow');
});

test('a node that is unknown here is kept, and named', async () => {
  const folder = temporaryFolder();
  const from = join(folder, 'in.json');
  writeFileSync(from, '{"nodes":[{"id":1,"type":"SomePack","widgets_values":[1]}],"links":[]}');
  const to = join(folder, 'out.json');
  const { code, err } = await command(['convert', from, to]);
  expect(code).toBe(0);
  expect(err).toContain('SomePack');
  expect(readFileSync(to, 'utf8')).toContain('SomePack');
});
