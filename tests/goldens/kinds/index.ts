/** Every kind of golden case that is built, one line each; cases that none matches are listed as not yet built. */
import type { GoldenKind, GoldenTable } from '../kind.ts';
import { transformer } from './transformer.ts';
import { singleFile } from './single-file.ts';
import { storedPrecision } from './precision.ts';
import { clip } from './clip.ts';
import { t5 } from './t5.ts';
import { tokenizers } from './tokenizers.ts';
import { vae } from './vae.ts';
import { lora } from './lora.ts';
import { noise } from './noise.ts';
import { schedules } from './schedules.ts';
import { flowSamplers, kSamplers } from './samplers.ts';
import { fluxPipeline, sd3Pipeline } from './pipeline.ts';

export const goldenKinds: readonly GoldenKind[] = [
  transformer,
  singleFile,
  storedPrecision,
  lora,
  clip,
  t5,
  vae,
  noise,
  flowSamplers,
  kSamplers,
  sd3Pipeline,
  fluxPipeline,
];
export const goldenTables: readonly GoldenTable[] = [tokenizers, schedules];
