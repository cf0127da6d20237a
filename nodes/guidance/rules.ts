/** A model's guidance rules, ready for one sampling. Their order is ComfyUI's: all before the mix, one mix, all after it. */
import { channelNorm } from './channel-norm.ts';
import type { GuidanceRule } from './model-guidance.ts';
import { mixByCfg, type Predictions } from './predictions.ts';
import { projectedGuidance } from './projected-guidance.ts';
import { rescaledGuidance } from './rescaled-guidance.ts';
import { awayFromSkipped } from './skipped-layers.ts';
import { tangentialDamping } from './tangential-damping.ts';
import { zeroStar } from './zero-star.ts';

/** The positive's prediction without the blocks of a rule; missing outside of its share. */
export type Skipped = ReadonlyMap<GuidanceRule, Float32Array>;

export interface Rules {
  before(p: Predictions): Predictions;
  mix(p: Predictions): Float32Array;
  after(mixed: Float32Array, p: Predictions, skipped: Skipped): Float32Array;
}

export function rulesOf(rules: readonly GuidanceRule[]): Rules {
  const befores = rules.flatMap((rule) => {
    if (rule.kind === 'projected') return [projectedGuidance(rule)];
    return rule.kind === 'tangentialDamping' ? [tangentialDamping] : [];
  });
  const rescaled = rules.findLast((rule) => rule.kind === 'rescaled');
  return {
    before: (p) => befores.reduce((changed, before) => before(changed), p),
    mix: (p) => (rescaled ? rescaledGuidance(p, rescaled.share) : mixByCfg(p)),
    after: (mixed, p, skipped) =>
      rules.reduce((result, rule) => applied(rule, result, p, skipped), mixed),
  };
}

function applied(
  rule: GuidanceRule,
  mixed: Float32Array,
  p: Predictions,
  skipped: Skipped,
): Float32Array {
  switch (rule.kind) {
    case 'zeroStar':
      return zeroStar(mixed, p);
    case 'channelNorm':
      return channelNorm(mixed, p, rule.strength);
    case 'skipLayers': {
      const without = skipped.get(rule);
      return without ? awayFromSkipped(mixed, p, without, rule) : mixed;
    }
    default:
      return mixed;
  }
}
