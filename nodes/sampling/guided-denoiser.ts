/** From what guides a picture to x0: predictions for every prompt that counts, made one by the guider and its model's rules. */
import { NO_GUIDANCE, type ModelGuidance, type Share } from '../guidance/model-guidance.ts';
import { mixByCfg, type Predictions } from '../guidance/predictions.ts';
import { rulesOf } from '../guidance/rules.ts';
import type { SkippedBlocks } from '../guidance/skipped-layers.ts';
import { mixThird, type ThirdRole } from '../guidance/third-prompt.ts';
import type { Condition } from './conditions.ts';
import { percentToSigma, type FlowSampling } from './flow.ts';
import type { SidePredictor } from './predict-sides.ts';
import type { Denoiser } from './sampler.ts';

export interface Guidance {
  readonly positive: readonly Condition[];
  readonly negative: readonly Condition[];
  /** Exactly 1: the negative is not evaluated, unless normalized attention needs it. */
  readonly cfg: number;
  readonly third?: { readonly conditions: readonly Condition[]; readonly role: ThirdRole };
  readonly model?: ModelGuidance;
}

export function guidedDenoiser(
  predict: SidePredictor,
  guidance: Guidance,
  sampling: FlowSampling,
): Denoiser {
  const { positive, cfg, third, model = NO_GUIDANCE } = guidance;
  const rules = rulesOf(model.rules);
  const asked = sidesAsked(guidance);
  const main = third && isMiddle(third.role) ? third.conditions : positive;
  const passes = model.rules.flatMap((rule) =>
    rule.kind === 'skipLayers' && rule.scale > 0 && rule.blocks.length > 0
      ? [{ rule, conditions: skipping(main, rule.blocks) }]
      : [],
  );
  const weakening = model.rules.findLast((rule) => rule.kind === 'negativeSkipsLayers');
  const weakened = weakening && asked.negative && skipping(asked.negative, weakening.blocks);

  return async (x, sigma) => {
    const isOn = ({ during }: { readonly during: Share }) => isWithin(during, sampling, sigma);
    const now = passes.filter(({ rule }) => isOn(rule));
    const [own, away, other, ...without] = await predict(x, sigma, [
      positive,
      weakened && isOn(weakening) ? weakened : asked.negative,
      asked.third,
      ...now.map(({ conditions }) => conditions),
    ]);
    const skipped = new Map(now.map(({ rule }, i) => [rule, without[i] as Float32Array]));
    const finish = (mixed: Float32Array, p: Predictions) => rules.after(mixed, p, skipped);
    const p: Predictions = {
      x: x.data,
      shape: x.shape,
      sigma,
      cfg,
      positive: own as Float32Array,
      negative: away ?? null,
    };
    if (third) {
      const data = mixThird(p, other ?? null, third.role, rules, finish);
      return { data, shape: x.shape };
    }
    if (model.rules.length === 0) return { data: mixByCfg(p, p.positive), shape: x.shape };
    const ready = rules.before(p);
    return { data: finish(rules.mix(ready), ready), shape: x.shape };
  };
}

/** Sides besides the positive; null: not worth a pass, as it would not count. */
function sidesAsked({ negative, cfg, third, model }: Guidance) {
  const asks = (condition: boolean) => condition || Boolean(model?.attention);
  if (!third) return { negative: asks(cfg !== 1) ? negative : null, third: null };
  const { conditions, role } = third;
  if (role.kind === 'empty') {
    const counts = role.negativeScale !== 0;
    return {
      negative: asks(counts) ? negative : null,
      third: asks(counts || cfg !== 1) ? conditions : null,
    };
  }
  const counts = role.nested || role.cfgFromNegative !== 1;
  return {
    negative: asks(counts) ? negative : null,
    third: asks(counts || cfg !== 1) ? conditions : null,
  };
}

function isMiddle(role: ThirdRole): boolean {
  return role.kind === 'between' && !role.nested;
}

function skipping(conditions: readonly Condition[], skips: SkippedBlocks): Condition[] {
  return conditions.map((condition) => ({ ...condition, skips }));
}

function isWithin({ start, end }: Share, sampling: FlowSampling, sigma: number): boolean {
  return sigma >= percentToSigma(sampling, end) && sigma <= percentToSigma(sampling, start);
}
