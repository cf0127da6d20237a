/** A guider's denoiser: its prompts made ready for a latent's size, its model's guidance around the network. */
import { FIRST_TIMESTEP, type StepPosition } from '../graph/schedule/window.ts';
import { prepareConditions, type Condition } from './conditions.ts';
import { guidedDenoiser } from './guided-denoiser.ts';
import { guidedPairs } from './guided-pairs.ts';
import type { Guider } from './guider.ts';
import { modelReuse, type ModelReuse } from './model-reuse.ts';
import { sidePredictor } from './predict-sides.ts';
import type { Denoiser } from './sampler.ts';
import type { VelocityNetwork } from './velocity-network.ts';

export interface Guided {
  readonly denoise: Denoiser;
  /** What the person should know once all is sampled. */
  report(): string[];
}

type Stand = () => Pick<StepPosition, 'step' | 'steps'>;

const NOTHING_GUIDED =
  'Normalized attention guidance had no effect: it needs a negative prompt that is encoded to as many tokens as the positive and skips no layers.';

/**
 * @param size height and width of the latent
 * @param stand the step that sampling is in, asked at every call
 */
export function guidedBy(
  { model, positive, negative, third, cfg }: Guider,
  network: VelocityNetwork,
  [height, width]: readonly [number, number],
  stand: Stand,
): Guided {
  const { sampling, guidance } = model;
  const { reuse = null, attention = null } = guidance ?? {};
  const prompts = { positive, negative, third: third?.prompt ?? [] };
  const sides = prepareConditions(prompts, sampling, height, width);
  const pairs = attention && guidedPairs(sides.positive, sides.negative);
  const easy = reuse?.kind === 'EasyCache' ? modelReuse(reuse, model, isWhole) : null;
  const lazy = reuse?.kind === 'LazyCache' ? modelReuse<'all'>(reuse, model) : null;

  const denoise = guidedDenoiser(
    sidePredictor(network, sampling, stand, pairs, easy),
    {
      positive: sides.positive,
      negative: sides.negative,
      cfg,
      ...(third && { third: { conditions: sides.third, role: third.role } }),
      ...(guidance && { model: guidance }),
    },
    sampling,
  );
  return {
    denoise: lazy ? reusing(denoise, lazy, stand) : denoise,
    report: () => [
      ...(pairs && !pairs.met ? [NOTHING_GUIDED] : []),
      ...[easy, lazy].flatMap((used) => (used ? [used.report] : [])),
    ],
  };
}

/** Predictions without some of the blocks come and go. */
function isWhole({ skips }: Condition): boolean {
  return !skips;
}

function reusing(denoise: Denoiser, reuse: ModelReuse<'all'>, stand: Stand): Denoiser {
  return (x, sigma) => {
    reuse.begin({ ...stand(), timestep: sigma * FIRST_TIMESTEP });
    return reuse.answer({ keys: ['all'], input: x }, sigma, () => denoise(x, sigma));
  };
}
