import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { UserError } from '../errors.ts';
import { tensor, zeros, type Tensor } from '../tensor.ts';
import { encodeLatentFile, readLatentFile } from './latent-file.ts';
import { loadLatent } from './load-latent.ts';
import { saveLatent } from './save-latent.ts';

const folder = mkdtempSync(join(tmpdir(), 'latents-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const latent = tensor(
  Float32Array.from({ length: 32 }, (_, i) => i / 7),
  [1, 16, 2, 1],
);

test('what SaveLatent writes, LoadLatent reads, with the workflow in the header', async () => {
  const saving = stubContext({
    metadata: {
      prompt: { 1: { inputs: { seed: 2n ** 64n - 1n } } },
      extraPngInfo: { workflow: {} },
    },
  });
  await saveLatent.run({ samples: { samples: latent }, filename_prefix: 'x' }, saving.context);
  expect(saving.shown['latents']).toEqual([
    { filename: 'x_00001_.latent', subfolder: '', type: 'output' },
  ]);
  const path = put('x.latent', [...saving.written.values()][0] ?? '');
  expect(openSafetensors(path).metadata).toEqual({
    prompt: '{"1":{"inputs":{"seed":18446744073709551615}}}',
    workflow: '{}',
  });
  const loading = stubContext({ files: { ...saving.context.files, input: () => path } });
  const { LATENT } = (await loadLatent.run({ latent: 'x.latent' }, loading.context)) as {
    LATENT: { samples: Tensor };
  };
  expect(LATENT.samples).toEqual(latent);
});

test('the tensors lie on multiples of 8', () => {
  const source = openSafetensors(put('aligned.latent', encodeLatentFile(latent, { a: 'bc' })));
  expect((source.tensors.get('latent_tensor')?.spans[0]?.offset ?? 1) % 8).toBe(0);
});

test('a file without the marker is of Stable Diffusion 1 and unscaled', () => {
  const text = Buffer.from(encodeLatentFile(latent, {})).toString('latin1');
  const old = put(
    'old.latent',
    Buffer.from(text.replace('latent_format_version_0', 'latent_format_version_x'), 'latin1'),
  );
  expect(readLatentFile(old).data[7]).toBeCloseTo(1 / 0.18215, 5);
});

test.each([
  ['empty', ''],
  ['web page', '<!DOCTYPE html><html><body>404</body></html>'],
  ['cut short', Buffer.from(encodeLatentFile(latent, {})).subarray(0, 200)],
  ['no picture latent', encodeLatentFile(zeros([2, 3]), {})],
])('a file that is %s is refused', (name, bytes) => {
  expect(() => readLatentFile(put(`${name}.latent`, bytes))).toThrow(UserError);
});
