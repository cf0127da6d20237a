/** Puts a LoRA on a model and its text encoders. */
import type { Window } from '../graph/schedule/window.ts';
import type { Workspace } from '../files/workspace.ts';
import type { ClipValue, ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import type { ScheduledLora } from './lora.ts';
import { matchLora, type LoraNetworks } from './match-lora.ts';
import { openLora } from './open-lora.ts';

interface Patched {
  readonly model: ModelValue;
  readonly clip: ClipValue;
}

/**
 * New values with the LoRA added; a strength of 0 leaves its value as it is.
 * @throws UserError when nothing in the file matches, or a factor does not fit
 */
export function withLora(
  { model, clip }: Patched,
  name: string,
  strengths: { readonly model: number; readonly clip: number },
  context: Pick<RunContext, 'files' | 'notice'>,
): Patched {
  if (strengths.model === 0 && strengths.clip === 0) return { model, clip };
  const lora = { ...opened(name, context.files), window: { unit: 'always' } } as const;
  tell(lora, { ...modelNetworks(model), ...clipNetworks(clip) }, context);
  return {
    model: strengths.model === 0 ? model : add(model, { ...lora, strength: strengths.model }),
    clip: strengths.clip === 0 ? clip : add(clip, { ...lora, strength: strengths.clip }),
  };
}

/** The model with a LoRA on its transformer in a window. @throws UserError */
export function withModelLora(
  model: ModelValue,
  name: string,
  strength: number,
  window: Window | 'taca',
  context: Pick<RunContext, 'files' | 'notice'>,
): ModelValue {
  if (strength === 0) return model;
  const lora = { ...opened(name, context.files), strength, window };
  tell(lora, modelNetworks(model), context);
  return add(model, lora);
}

function opened(name: string, files: Pick<Workspace, 'model'>) {
  return { name, weights: openLora(files.model('loras', name)) };
}

function tell(
  { name, weights }: Pick<ScheduledLora, 'name' | 'weights'>,
  networks: LoraNetworks,
  context: Pick<RunContext, 'notice'>,
): void {
  const problem = matchLora(weights, networks);
  if (problem !== null) context.notice(`${name}: ${problem}`);
}

function add<T extends { readonly loras: readonly ScheduledLora[] }>(
  to: T,
  lora: ScheduledLora,
): T {
  return { ...to, loras: [...to.loras, lora] };
}

function modelNetworks({ weights }: ModelValue): LoraNetworks {
  return { transformer: weights };
}

function clipNetworks({ clipL, clipG, t5 }: ClipValue): LoraNetworks {
  return {
    ...(clipL && { text_encoder: clipL.weights }),
    ...(clipG && { text_encoder_2: clipG.weights }),
    ...(t5 && { text_encoder_3: t5.weights }),
  };
}
