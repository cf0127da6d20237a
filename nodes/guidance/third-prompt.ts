import { awayFromPerpendicular } from './perpendicular.ts';
import { mixByCfg, type Predictions } from './predictions.ts';
import type { Rules } from './rules.ts';

/** What a guider's third prompt is for. */
export type ThirdRole =
  /**
   * It lies between the two: cfg goes from it to the positive, `cfgFromNegative` from the negative to it or, nested, from the
   * negative to what cfg gives.
   */
  | { readonly kind: 'between'; readonly cfgFromNegative: number; readonly nested: boolean }
  /** It says nothing: Perp-Neg counts positive and negative from it. */
  | { readonly kind: 'empty'; readonly negativeScale: number };

/**
 * Mixes three predictions as ComfyUI's DualCFGGuider and PerpNegGuider do; rules before the mix do not act between prompts.
 * @param third null: does not count
 * @param finish the rules after a mix
 */
export function mixThird(
  p: Predictions,
  third: Float32Array | null,
  role: ThirdRole,
  rules: Rules,
  finish: (mixed: Float32Array, p: Predictions) => Float32Array,
): Float32Array {
  const other = third ?? new Float32Array(p.positive.length);
  if (role.kind === 'empty') {
    const ready = rules.before(p);
    return finish(awayFromPerpendicular(ready, other, role.negativeScale), ready);
  }
  if (role.nested) {
    const inner = { ...p, negative: other };
    const positive = finish(rules.mix(inner), inner);
    return mixByCfg({ ...p, positive, cfg: role.cfgFromNegative });
  }
  const outer = { ...p, positive: other, cfg: role.cfgFromNegative };
  return finish(rules.mix(outer), outer).map(
    (value, i) => value + p.cfg * ((p.positive[i] as number) - (other[i] as number)),
  );
}
