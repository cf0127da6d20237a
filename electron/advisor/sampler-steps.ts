import { gammaAt } from '../../nodes/graph/schedule/temperature.ts';
import { stepPositions } from '../../nodes/graph/schedule/positions.ts';
import { isOn, type StepPosition } from '../../nodes/graph/schedule/window.ts';
import { windowWith } from '../../nodes/lora/lora.ts';
import type { ModelValue } from '../../nodes/models.ts';
import type { NodeWindow, SamplerSteps } from '../protocol/advice.ts';
import type { Source } from '../engine/executor/input-values.ts';
import { evaluate, lightSteps, type World } from './evaluate.ts';

/** The steps of each sampler that a node is before, or that it is. @throws UserError */
export async function samplerSteps(node: string, world: World): Promise<SamplerSteps[]> {
  const samplers = [...world.prompt.values()].filter(
    ({ id, classType }) =>
      world.registry[classType ?? '']?.noiseLevels &&
      lightSteps(id, world).some((step) => step.id === node),
  );
  return Promise.all(samplers.map(({ id }) => stepsOf(id, world)));
}

async function stepsOf(node: string, world: World): Promise<SamplerSteps> {
  const { inputs, upstream } = await evaluate(node, world);
  const definition = world.registry[world.prompt.get(node)?.classType ?? ''];
  const levels = definition?.noiseLevels?.(inputs);
  if (!levels) return { node, sigmas: [], firstStep: 0, steps: 0, windows: [] };
  const { model, sigmas, part } = levels;
  const whole = part ?? { firstStep: 0, steps: Math.max(sigmas.length - 1, 0) };
  const positions = stepPositions({ sigmas, ...whole });
  return {
    node,
    sigmas: [...sigmas],
    ...whole,
    windows: upstream.flatMap((source) => windowsOf(source, upstream, model, positions)),
  };
}

/** What a node did to its model that holds in a window of the steps. */
function windowsOf(
  { step, outputs }: Source,
  upstream: readonly Source[],
  sampled: ModelValue,
  positions: readonly StepPosition[],
): NodeWindow[] {
  const link = step.links.find(([input]) => input === 'model')?.[1];
  const origin = upstream.find((source) => source.step.id === link?.[0]);
  const before = origin && Object.values(origin.outputs)[link?.[1] ?? 0];
  const after = outputs['MODEL'];
  if (!isModel(before) || !isModel(after)) return [];
  const on = (holds: (position: StepPosition) => boolean) =>
    positions.filter(holds).map((position) => position.step);
  const windows: NodeWindow[] = [];
  const { taca } = after;
  if (taca && taca !== before.taca) {
    const warm = (position: StepPosition) =>
      isOn(taca.window, position) &&
      [taca.gamma, ...taca.words.map(({ gamma }) => gamma)].some(
        (gamma) => gammaAt({ ...taca, gamma }, position) !== 1,
      );
    windows.push({ node: step.id, kind: 'taca', on: on(warm) });
  }
  for (const lora of after.loras.slice(before.loras.length)) {
    const window = windowWith(lora.window, sampled.taca);
    windows.push({ node: step.id, kind: 'lora', on: on((position) => isOn(window, position)) });
  }
  return windows;
}

function isModel(value: unknown): value is ModelValue {
  return typeof value === 'object' && value !== null && 'taca' in value && 'loras' in value;
}
