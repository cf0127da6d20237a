import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openConfiguration } from '../../../electron/backend/settings/configuration.ts';
import { modelFile } from './models.ts';
import { runMeasured } from './run-measured.ts';
import type { Setting } from './setting.ts';

const root = join(import.meta.dirname, '../../..');
const bundled = join(root, 'models/checkpoints/shapes');
const TOKENIZERS = { tokenizer: 'clip_l', tokenizer_3: 't5' };

/** What the program may use in all, as on a machine of 16 GB: networks take turns in 5/8 of it. */
const MEMORY = 16 * 2 ** 30;

/** A whole run of FLUX.1-dev in 4 bits, from the prompt to the picture, by the program itself. */
export interface Rendered {
  readonly seconds: number;
  /** Bytes: see `Measured`. */
  readonly resident: number;
  readonly anonymous: number;
}

/** The bundled model's tokenizers stand in for the true ones: what a prompt is cut into changes no time and no memory. */
export async function renderFlux({ models, cache, threads }: Setting): Promise<Rendered> {
  modelFile(models, 'flux1-dev', 'Q4_0');
  modelFile(models, 't5xxl', 'Q8_0');
  modelFile(models, 'clip_l', 'BF16');
  modelFile(models, 'vae', 'BF16');
  for (const [tokenizer, name] of Object.entries(TOKENIZERS)) {
    cpSync(join(bundled, tokenizer), join(models, 'tokenizers', name), { recursive: true });
  }
  const data = join(cache, '..');
  await openConfiguration(data, { models: [] }).change({ memoryBudget: MEMORY });
  const out = mkdtempSync(join(cache, 'render-'));
  const start = performance.now();
  const { stdout, resident, anonymous } = await runMeasured(process.execPath, [
    join(root, 'bin/taca-studio.mjs'),
    'render',
    join(import.meta.dirname, 'flux-workflow.json'),
    '--models',
    models,
    '--data',
    data,
    '--out',
    out,
    '--threads',
    String(threads),
  ]);
  const seconds = (performance.now() - start) / 1000;
  const picture = stdout.trim().split('\n').at(-1) ?? '';
  if (statSync(picture).size === 0) throw new Error(`${picture} is empty`);
  rmSync(out, { recursive: true });
  return { seconds, resident, anonymous };
}
