import { describe, expect, it } from 'vitest';
import type { ModelFile } from '../../../electron/protocol/studio-models.ts';
import { describe as describeModel, detailOf, modelRows } from './model-rows.ts';

const model = (
  folder: string,
  name: string,
  facts: Partial<ModelFile['facts']> | null,
): ModelFile => ({
  folder,
  name,
  path: `/models/${folder}/${name}`,
  bundled: false,
  facts: facts && {
    group: 'other',
    kind: 'Unknown',
    parts: [],
    rank: null,
    precision: null,
    problem: null,
    size: 0,
    ...facts,
  },
});
const large = model('checkpoints', 'sd35.safetensors', {
  group: 'checkpoint',
  kind: 'SD3.5 large',
  precision: 'fp8 e4m3',
  size: 16_460_379_262,
  parts: ['CLIP-L', 'VAE'],
});
const lora = model('loras', 'style.safetensors', {
  group: 'lora',
  kind: 'LoRA for FLUX.1',
  rank: 16,
  precision: 'bf16',
  size: 38_000_000,
});
const broken = model('vae', 'page.safetensors', {
  group: 'vae',
  problem: { code: 'x', message: 'Is a web page.', cure: 'Download it again.' },
});
const unread = model('vae', 'new.safetensors', null);

describe('rows', () => {
  it('come by what the models are; a file that is not read yet by its folder', () => {
    const rows = modelRows([lora, unread, large, broken], '');
    const shown = rows.map((row) => (row.kind === 'group' ? row.group : row.model.name));
    expect(shown).toEqual([
      'checkpoint',
      'sd35.safetensors',
      'vae',
      'new.safetensors',
      'page.safetensors',
      'lora',
      'style.safetensors',
    ]);
  });

  it.each([
    ['flux 16', ['style.safetensors']],
    ['FP8', ['sd35.safetensors']],
    ['vae', ['new.safetensors', 'page.safetensors']],
    ['nothing', []],
  ])('are found by %s', (query, names) => {
    const rows = modelRows([lora, unread, large, broken], query);
    expect(rows.flatMap((row) => (row.kind === 'model' ? [row.model.name] : []))).toEqual(names);
  });
});

it('says kind, rank, precision and size', () => {
  expect(detailOf(large)).toBe('SD3.5 large · fp8 e4m3');
  expect(detailOf(lora)).toBe('FLUX.1 · rank 16 · bf16');
  expect(describeModel(broken)).toContain('Is a web page. Download it again.');
  expect(describeModel(large)).toContain('16.5 GB');
  expect(describeModel(large)).toContain('with CLIP-L, VAE');
});
