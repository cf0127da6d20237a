import { float } from '../graph/definition.ts';

/** How strongly a LoRA counts: 1 as trained, 0 not at all, below 0 the other way. */
export function loraStrength(tooltip: string) {
  return float({ default: 1, min: -100, max: 100, step: 0.01, tooltip });
}
