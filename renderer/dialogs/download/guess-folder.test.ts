import { expect, test } from 'vitest';
import { guessFolder } from './guess-folder.ts';

test.each([
  ['sd3.5_large.safetensors', 'checkpoints'],
  ['flux1-dev.safetensors', 'diffusion_models'],
  ['transformer/diffusion_pytorch_model.safetensors', 'diffusion_models'],
  ['ae.safetensors', 'vae'],
  ['vae/diffusion_pytorch_model.safetensors', 'vae'],
  ['text_encoders/t5xxl_fp8_e4m3fn.safetensors', 'text_encoders'],
  ['clip_l.safetensors', 'text_encoders'],
  ['taca_flux_lora_r16.safetensors', 'loras'],
])('%s goes into %s', (path, folder) => {
  expect(guessFolder(path)).toBe(folder);
});
