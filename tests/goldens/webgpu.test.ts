/** The networks on the software GPU that Chromium brings, at fp32 tolerance 1e-3: one case a network, with TACA and LoRA. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';
const CASES = [
  'clip_l_short',
  't5_len20',
  'vae_sd3',
  'transformer_sd35m',
  'transformer_flux_dev',
  'lora_taca_style_sd35m',
];

const hasSoftwareGpu = existsSync(ICD);

test.skipIf(!hasSoftwareGpu).each(CASES)('%s on WebGPU', { timeout: 240_000 }, (name) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'run.ts'), '--device', 'webgpu', '--only', name],
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
  expect(stdout).toMatch(/^ok +\S+ .* <= /m);
});
