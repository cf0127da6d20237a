/** The networks on the software GPU that Chromium brings, at fp32 tolerance 1e-3: one case a network, with TACA and LoRA. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const RUNNER = join(import.meta.dirname, 'run.ts');
const ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';
const CASES = [
  'clip_l_short',
  't5_len20',
  'vae_sd3',
  'transformer_sd35m',
  'transformer_flux_dev',
  'lora_taca_style_sd35m',
];

/** So small that attention is computed in many parts. */
const SMALL_BUFFER = 2 ** 14;

const RIGHT = /^ok +\S+ .* <= /m;

const hasSoftwareGpu = existsSync(ICD);
const cache = mkdtempSync(join(tmpdir(), 'webgpu-'));
afterAll(() => rmSync(cache, { recursive: true }));

test.skipIf(!hasSoftwareGpu).each(CASES)('%s on WebGPU', { timeout: 240_000 }, (name) => {
  expect(linesOf(name)).toMatch(RIGHT);
});

test.skipIf(!hasSoftwareGpu)(
  'a transformer on a device of small buffers',
  { timeout: 240_000 },
  () => {
    expect(linesOf('transformer_sd35m', '--max-buffer', String(SMALL_BUFFER))).toMatch(RIGHT);
  },
);

/** What the runner prints of a case that has passed. */
function linesOf(name: string, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [RUNNER, '--device', 'webgpu', '--cache', cache, '--only', name, ...options],
    {
      env: {
        ...process.env,
        VK_ICD_FILENAMES: ICD,
        LD_LIBRARY_PATH: '/usr/lib/chromium',
        XDG_RUNTIME_DIR: '/tmp',
      },
      encoding: 'utf8',
    },
  );
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}
