import type { Predictions } from './predictions.ts';
import { combine, relativeSpread } from './vectors.ts';

/** Blocks that hand on what they get; numbered as TACA's: joint blocks, then (FLUX) single ones. */
export type SkippedBlocks = readonly number[];

/** Skip-layer guidance: away from what the model predicts without some of its blocks. */
export interface SkipLayers {
  readonly blocks: SkippedBlocks;
  readonly scale: number;
  /** How far the contrast goes back to that of the positive: 0 not at all. */
  readonly rescaling: number;
}

/**
 * Adds scale (positive - skipped). Stability AI's skip-layer guidance of SD3.5, after perturbed-attention guidance (Ahn et al.
 * 2024, arXiv 2403.17377), as ComfyUI mixes it.
 * @param skipped the positive's prediction without the blocks
 */
export function awayFromSkipped(
  mixed: Float32Array,
  { positive }: Predictions,
  skipped: Float32Array,
  { scale, rescaling }: SkipLayers,
): Float32Array {
  const step = combine(positive, skipped, (whole, part) => scale * (whole - part));
  const out = combine(mixed, step, (a, b) => a + b);
  if (rescaling === 0) return out;
  const factor = rescaling * relativeSpread(positive, out) + 1 - rescaling;
  return out.map((value) => value * factor);
}
