import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openConfiguration } from '../../electron/backend/settings/configuration.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { readPngTexts } from '../../nodes/graph/workflow/embedded/png-text.ts';
import { command, FIRST_PICTURE, objectsOf, temporaryFolder } from './command.ts';

const quick = ['--set', 'KSampler.steps=2'];
type Node = { id: number; widgets_values: unknown[] };

async function metadata(path: string) {
  const texts = await readPngTexts(readFileSync(path));
  const json = (keyword: string) => JSON.parse(texts.get(keyword) ?? 'null') as unknown;
  return {
    prompt: json('prompt') as Record<string, { inputs: Record<string, unknown> }>,
    workflow: json('workflow') as { nodes: Node[] },
  };
}

function pixels(path: string): Promise<Buffer> {
  return sharp(path).raw().toBuffer();
}

test('the first picture comes out whole, with prompt and workflow inside', async () => {
  const out = temporaryFolder();
  const {
    code,
    out: said,
    err,
  } = await command(['render', FIRST_PICTURE, '--out', out, '--quiet']);
  expect(err).toBe('');
  expect(code).toBe(0);
  const path = join(out, 'first-picture_00001_.png');
  expect(said).toBe(`${path}\n`);
  const { channels } = await sharp(path).stats();
  expect(channels.map(({ stdev }) => stdev > 5)).toEqual([true, true, true]);
  const { prompt, workflow } = await metadata(path);
  expect(prompt['7']).toMatchObject({ class_type: 'KSampler', inputs: { steps: 20 } });
  expect(workflow).toEqual(JSON.parse(readFileSync(FIRST_PICTURE, 'utf8')));
});

test('changed inputs and counted seeds are in each picture, and the picture renders again alike', async () => {
  const out = temporaryFolder();
  const words = 'a "blue" star = *';
  const { code, out: said } = await command(
    ['render', FIRST_PICTURE, '--out', out, '--count', '2', '--json', ...quick].concat(
      ['--set', `Prompt.text=${words}`],
      ['--set', '7.seed=18446744073709551615'],
    ),
  );
  expect(code).toBe(0);
  const [first, second, summary] = objectsOf(said);
  expect(summary).toMatchObject({ type: 'summary', status: 'success', pictures: 2 });
  expect(said).toContain('"seed":{"7.seed":18446744073709551615}');
  expect(second?.['seed']).toEqual({ '7.seed': 0 });
  const path = String(first?.['path']);
  const { prompt, workflow } = await metadata(path);
  expect(prompt['4']?.inputs['text']).toBe(words);
  expect(workflow.nodes.find(({ id }) => id === 4)?.widgets_values).toEqual([words]);
  expect(
    (await metadata(String(second?.['path']))).workflow.nodes.find(({ id }) => id === 7),
  ).toMatchObject({ widgets_values: [0, 'fixed', 2, 4, 'euler', 'normal', 1] });

  const again = temporaryFolder();
  expect(await command(['render', path, '--out', again])).toMatchObject({ code: 0 });
  const [name] = readdirSync(again);
  expect(await pixels(join(again, name ?? ''))).toEqual(await pixels(path));
});

test.each([
  [['--set', 'KSampler.stesp=5'], 'no input "stesp"', 'Did you mean steps?'],
  [['--set', 'Sampler.steps=5'], 'no node "Sampler"', 'KSampler'],
  [['--set', '7.steps=many'], '"many" is not a whole number', 'of type INT'],
  [['--set', 'CLIPTextEncode.text=x'], 'any of the nodes 4, 5', 'Use the id'],
  [
    ['--set', '7.steps=0'],
    'node 7 (KSampler): Value 0 smaller than min of 1',
    'between 1 and 10000',
  ],
  [['--set', '7.sampler_name=eular'], "'eular' not in", 'Did you mean euler'],
  [['--set', '1.ckpt_name=none'], "'none' not in", 'shapes'],
  [['--count', 'x'], '--count is a whole number', 'taca-studio help render'],
])('%j is bad input: nothing is rendered', async (args, problem, cure) => {
  const out = temporaryFolder();
  const { code, err } = await command(['render', FIRST_PICTURE, '--out', out, ...args]);
  expect(code).toBe(2);
  expect(err).toContain(problem);
  expect(err).toContain(cure);
  expect(readdirSync(out)).toEqual([]);
});

test('a file that is no workflow is bad input', async () => {
  const folder = temporaryFolder();
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{\n  "1": {,}\n}');
  const { code, err } = await command(['render', broken, '--out', folder]);
  expect(code).toBe(2);
  expect(err).toContain('line 2, column 9');
  const missing = await command(['render', join(folder, 'none.json'), '--json']);
  expect(missing.code).toBe(2);
  expect(objectsOf(missing.out)).toMatchObject([{ type: 'error', code: 'file_unreadable' }]);
});

test('a node that fails is named with its cure', async () => {
  const args = ['--set', 'TACAAttention.blocks=99', '--out', temporaryFolder()];
  const { code, err } = await command(['render', FIRST_PICTURE, ...args]);
  expect(code).toBe(1);
  expect(err).toContain('node 2 (TACAAttention): There is no block 99');
  expect(err).toContain('Choose blocks from 0 to 7');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops within a step, without a picture',
  async (signal) => {
    const out = temporaryFolder();
    const args = ['render', FIRST_PICTURE, '--out', out, '--set', 'KSampler.steps=10000'];
    let sent = false;
    const { code, err } = await command(args, (child, output) => {
      if (sent || !output.includes('KSampler')) return;
      sent = true;
      child.kill(signal);
    });
    expect(err).toContain('stopping');
    expect(code).toBe(130);
    expect(readdirSync(out)).toEqual([]);
  },
);

test.runIf(process.platform === 'linux')(
  'an engine that dies is told by its own exit code',
  async () => {
    const args = ['render', FIRST_PICTURE, '--out', temporaryFolder()];
    let sent = false;
    const { code, err } = await command(
      [...args, '--set', 'KSampler.steps=10000'],
      (child, output) => {
        if (sent || !output.includes('KSampler')) return;
        sent = true;
        const tasks = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
        process.kill(Number(tasks.trim().split(' ')[0]), 'SIGKILL');
      },
    );
    expect(code).toBe(3);
    expect(err).toContain('SIGKILL');
  },
);

test('a model is looked for in --models, then where the settings of the app say, then among the downloads', async () => {
  const [data, given, named] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const loraIn = (folder: string, name: string, bytes: Uint8Array) => {
    mkdirSync(join(folder, 'loras'), { recursive: true });
    writeFileSync(join(folder, 'loras', name), bytes);
  };
  const lora = readFileSync(join(BUNDLED_MODELS, 'loras/shapes-taca-r16.safetensors'));
  loraIn(given, 'both.safetensors', lora);
  loraIn(named, 'both.safetensors', Buffer.from('no weights'));
  loraIn(named, 'named.safetensors', lora);
  loraIn(join(data, 'models'), 'fetched.safetensors', lora);
  await openConfiguration(data, { models: [] }).change({ modelFolders: [named] });
  const renderWith = (name: string, ...more: string[]) =>
    command(
      ['render', FIRST_PICTURE, '--quiet', '--data', data, '--out', temporaryFolder()].concat(
        quick,
        ['--set', `TACALoraLoader.lora_name=${name}.safetensors`],
        more,
      ),
    );
  expect(await renderWith('named')).toMatchObject({ code: 0, err: '' });
  expect(await renderWith('fetched')).toMatchObject({ code: 0, err: '' });
  expect(await renderWith('both', '--models', given)).toMatchObject({ code: 0, err: '' });
  expect((await renderWith('both')).code).toBe(1);
});
