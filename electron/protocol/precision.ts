import { z } from 'zod';
import type { WantedPrecision as Wanted } from '../../nodes/runtime/plan/choose-precision.ts';

/** auto: the best that fits the memory. */
export const wantedPrecision = z.enum([
  'auto',
  'fp32',
  'fp16',
  'int8',
  'int4',
  'w8a8',
  'w4a8',
] satisfies Wanted[]);
export type WantedPrecision = z.infer<typeof wantedPrecision>;
