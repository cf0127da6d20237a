/** What guidance nodes ask of a MODEL: descriptions that sampling reads. */
import type { BlockGuidance } from '../networks/mmdit/block-guidance.ts';
import type { NormalizedAttention } from '../networks/mmdit/normalized-attention.ts';
import type { ProjectedGuidance } from './projected-guidance.ts';
import type { SkipLayers } from './skipped-layers.ts';
import type { StepReuse } from './step-reuse.ts';

/** Shares of the sampling process, 0 (pure noise) to 1. */
export interface Share {
  readonly start: number;
  readonly end: number;
}

/** One node's part in how predictions become one. */
export type GuidanceRule =
  | ({ readonly kind: 'projected' } & ProjectedGuidance)
  | { readonly kind: 'tangentialDamping' }
  | { readonly kind: 'rescaled'; readonly share: number }
  | { readonly kind: 'zeroStar' }
  | { readonly kind: 'channelNorm'; readonly strength: number }
  | ({ readonly kind: 'skipLayers'; readonly during: Share } & SkipLayers)
  | {
      readonly kind: 'negativeSkipsLayers';
      readonly during: Share;
      readonly blocks: readonly number[];
    };

export interface ModelGuidance {
  /** In the order in which nodes added them. */
  readonly rules: readonly GuidanceRule[];
  readonly attention: NormalizedAttention | null;
  readonly reuse: StepReuse | null;
}

export const NO_GUIDANCE: ModelGuidance = { rules: [], attention: null, reuse: null };

interface Guided {
  readonly guidance?: ModelGuidance;
}

/** The model with more of it. */
export function withGuidance<M extends Guided>(model: M, more: Partial<ModelGuidance>): M {
  return { ...model, guidance: { ...NO_GUIDANCE, ...model.guidance, ...more } };
}

/** The model with a rule behind those that it has. */
export function withRule<M extends Guided>(model: M, rule: GuidanceRule): M {
  return withGuidance(model, { rules: [...(model.guidance?.rules ?? []), rule] });
}

/** What the transformer must be built for. */
export function blockGuidance({ rules, attention }: ModelGuidance = NO_GUIDANCE): BlockGuidance {
  const skippable = new Set(rules.flatMap((rule) => ('blocks' in rule ? rule.blocks : [])));
  return { skippable: [...skippable].sort((a, b) => a - b), attention: attention !== null };
}
