import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { convertedFiles } from '../../nodes/networks/weights/prepare/converted-files.ts';
import { EXIT } from './exit-codes.ts';
import { prepareArguments } from './prepare-arguments.ts';
import { prepare } from './prepare.ts';

const flux = join(import.meta.dirname, '../../tests/goldens/data/models/flux-dev');

let data: string;
let said: string[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'prepare-'));
  said = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(data, { recursive: true });
});

async function run(...args: string[]): Promise<string> {
  said = [];
  expect(await prepare(prepareArguments([...args, '--data', data]))).toBe(EXIT.ok);
  return said.join('');
}

test('converts each network of a pipeline that can be, once', async () => {
  expect(await run(flux, '--precision', 'int8')).toBe(
    'transformer: converted.\nCLIP-L: nothing to convert.\nT5: converted.\n',
  );
  expect(await run(flux, '--precision', 'int8')).not.toContain(': converted');
});

test('keeps text encoders out of 8-bit activations', async () => {
  await run(flux, '--precision', 'w4a8');
  const cache = convertedFiles(join(data, 'cache'));
  expect(cache.map(({ precision }) => precision).toSorted()).toEqual(['int4', 'w4a8']);
});

test('takes a model by its listed name, and leaves what fits as it is', async () => {
  expect(await run('shapes')).not.toContain(': converted');
});

test('tells what was converted and what it takes, and clears it', async () => {
  await run(join(flux, 'transformer'), '--precision', 'int4');
  expect(await run('--list')).toMatch(
    /^\d MB {2}int4 {2}.*transformer.diffusion_pytorch_model\.safetensors\n\d MB in all\n$/,
  );
  expect(await run('--clear')).toMatch(/^\d MB were freed\.\n$/);
  expect(await run('--list')).toBe('No weights were converted.\n');
});

test.each([
  [[], 'MODEL is missing'],
  [['a', 'b'], '"b" is one argument too many'],
  [['a', '--list'], '"a" is one argument too many'],
  [['a', '--precision', 'int9'], '--precision is one of auto, fp32'],
  [['a', '--device', 'tpu'], 'not "tpu"'],
])('prepare %j is refused: %s', (args, message) => {
  expect(() => prepareArguments(args)).toThrow(message);
});

test.each([
  ['no-such-model', [], 'model_not_found'],
  [join(flux, 'vae'), [], 'weights_other_model'],
  [flux, ['--precision', 'fp16', '--device', 'cpu'], 'precision_unavailable'],
])('%s is refused', async (model, more, code) => {
  const args = prepareArguments([model, ...more, '--data', data]);
  await expect(prepare(args)).rejects.toMatchObject({ code });
});
