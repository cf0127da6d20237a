import { mixByCfg, type Predictions } from './predictions.ts';
import { combine, itemsOf, relativeSpread } from './vectors.ts';

/**
 * CFG whose contrast is taken back to the positive's by a share. Lin et al. 2023, arXiv 2305.08891, section 3.4. As in ComfyUI
 * the contrast is that of the v-prediction of a variance-exploding model at the same noise level, whatever the model is.
 * @param share how much of the correction: 0 is CFG
 */
export function rescaledGuidance(p: Predictions, share: number): Float32Array {
  const { x, shape, sigma } = p;
  const mixed = mixByCfg(p);
  if (!p.negative) return mixed;
  const noisy = 1 / (sigma ** 2 + 1);
  const unit = Math.sqrt(sigma ** 2 + 1) / sigma;
  const toV = (picture: Float32Array) => combine(x, picture, (a, b) => (a * noisy - b) * unit);
  const [wanted, found] = [toV(p.positive), toV(mixed)];
  const out = new Float32Array(mixed.length);
  for (const { from, to } of itemsOf(shape)) {
    const ratio = relativeSpread(wanted.subarray(from, to), found.subarray(from, to));
    const scale = share * ratio + 1 - share;
    for (let i = from; i < to; i++) {
      out[i] = (x[i] as number) * noisy - (scale * (found[i] as number)) / unit;
    }
  }
  return out;
}
