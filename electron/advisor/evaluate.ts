/** What reaches a node, as far as it is known without running anything: models by their headers, noise levels, numbers, texts. */
import { UserError } from '../../nodes/errors.ts';
import type { Workspace } from '../../nodes/files/workspace.ts';
import type { Registry, SocketType } from '../../nodes/graph/definition.ts';
import { upstreamFirst } from '../../nodes/graph/order.ts';
import type { Link, Prompt } from '../../nodes/graph/prompt.ts';
import type { RunContext } from '../../nodes/run-context.ts';
import { inputValues, type Source } from '../engine/executor/input-values.ts';
import { stepOf, type Step } from '../engine/executor/steps.ts';

/** What neither runs a network nor reads pixels. */
const LIGHT: ReadonlySet<string> = new Set<SocketType>([
  'MODEL',
  'CLIP',
  'SIGMAS',
  'GUIDER',
  'INT',
  'FLOAT',
  'STRING',
  'BOOLEAN',
]);

export interface World {
  readonly prompt: Prompt;
  readonly registry: Registry;
  readonly files: Workspace;
}

export interface Evaluation {
  /** The inputs of the node that was asked for; heavy ones are absent. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What it depends on, with its result, each after what it needs itself. */
  readonly upstream: readonly Source[];
}

/** @throws UserError, or what a node throws that needs more than light inputs */
export async function evaluate(node: string, world: World): Promise<Evaluation> {
  const steps = lightSteps(node, world);
  const target = steps.pop() as Step;
  const sources = new Map<string, Source>();
  const sourceOf = (id: string) => sources.get(id) as Source;
  for (const step of steps) {
    const outputs = await step.definition.run(
      inputValues(step, sourceOf),
      contextOf(step, world.files),
    );
    sources.set(step.id, { step, outputs: outputs as Record<string, unknown> });
  }
  return { inputs: inputValues(target, sourceOf), upstream: [...sources.values()] };
}

/** A node and all that gives it light inputs, the node last. @throws UserError `invalid_prompt` */
export function lightSteps(node: string, { prompt, registry }: World): Step[] {
  const isLight = ([from, slot]: Link) => {
    const source = prompt.get(from)?.classType;
    const outputs = Object.values((source ? registry[source]?.outputs : undefined) ?? {});
    return LIGHT.has(outputs[slot] ?? '');
  };
  const steps = new Map<string, Step>();
  const { order, cycles } = upstreamFirst([node], (id) => {
    const step = stepOf(id, prompt, registry);
    const links = step.links.filter(([, link]) => isLight(link));
    steps.set(id, { ...step, links });
    return links.map(([, [from]]) => from);
  });
  if (cycles.length > 0) {
    throw new UserError('invalid_prompt', `Node ${node} depends on itself.`, 'Cut the ring.');
  }
  return order.flatMap((id) => steps.get(id) ?? []);
}

/** Light nodes use files and notices at most: any other use of the world ends the evaluation. */
function contextOf({ id }: Step, files: Workspace): RunContext {
  const context: Pick<RunContext, 'nodeId' | 'files' | 'notice'> = {
    nodeId: id,
    files,
    notice: () => undefined,
  };
  return context as RunContext;
}
