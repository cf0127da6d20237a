/** Every kind of golden case that is built, one line each; cases that none matches are listed as not yet built. */
import type { GoldenKind, GoldenTable } from '../kind.ts';
import { sd3Transformer } from './sd3-transformer.ts';
import { sd3SingleFile } from './single-file.ts';
import { storedPrecision } from './precision.ts';
import { clip } from './clip.ts';
import { t5 } from './t5.ts';
import { tokenizers } from './tokenizers.ts';
import { vae } from './vae.ts';
import { sd3Lora } from './lora.ts';
import { noise } from './noise.ts';
import { schedules } from './schedules.ts';
import { flowSamplers, kSamplers } from './samplers.ts';
import { sd3Pipeline } from './pipeline-sd3.ts';

export const goldenKinds: readonly GoldenKind[] = [
  sd3Transformer,
  sd3SingleFile,
  storedPrecision,
  sd3Lora,
  clip,
  t5,
  vae,
  noise,
  flowSamplers,
  kSamplers,
  sd3Pipeline,
];
export const goldenTables: readonly GoldenTable[] = [tokenizers, schedules];
