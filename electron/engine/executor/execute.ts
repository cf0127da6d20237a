import { setImmediate } from 'node:timers/promises';
import { Interrupted } from '../../../nodes/errors.ts';
import type { ExecutionJob, ExecutionResult, NodeOutput } from '../../protocol/execution.ts';
import { describe } from './describe.ts';
import { failureOf } from './failure.ts';
import { inputValues, type Source } from './input-values.ts';
import type { NodeResult } from './node-result.ts';
import { NodeFailure } from './node-failure.ts';
import { plan, type Plan, type PlanWorld } from './plan.ts';
import { runStep, type StepWorld } from './run-step.ts';
import type { Step } from './steps.ts';

export type ExecutionWorld = StepWorld & PlanWorld;

/** Runs what the job's targets need, each node once, and nothing that the cache holds. Never throws. */
export async function execute(job: ExecutionJob, world: ExecutionWorld): Promise<ExecutionResult> {
  const run = new Run(job, world);
  try {
    return await run.toEnd();
  } catch (error) {
    return run.ended(error);
  } finally {
    await world.cache.flush();
  }
}

class Run {
  readonly #job: ExecutionJob;
  readonly #world: ExecutionWorld;
  readonly #executed: string[] = [];
  readonly #outputs = new Map<string, NodeOutput>();
  #step: Step | null = null;
  #inputs: Record<string, unknown> = {};

  constructor(job: ExecutionJob, world: ExecutionWorld) {
    this.#job = job;
    this.#world = world;
  }

  async toEnd(): Promise<ExecutionResult> {
    const planned = await plan(this.#job.prompt, this.#job.targets, this.#world);
    this.#world.emit({ type: 'cached', nodes: planned.cached });
    for (const [node, { ui, notices }] of planned.found) {
      this.#show(node, ui, true);
      for (const message of notices) this.#world.emit({ type: 'notice', node, message });
    }

    const results = new Results(planned);
    for (const step of planned.steps) {
      await setImmediate();
      if (this.#world.interrupted()) throw new Interrupted();
      const result = await this.#runOne(step, results);
      results.add(step, result);
      this.#keep(step, planned.keys.get(step.id) ?? null, result);
    }
    return { status: 'success', outputs: Object.fromEntries(this.#outputs) };
  }

  async #runOne(step: Step, results: Results): Promise<NodeResult> {
    const world = this.#world;
    this.#step = step;
    this.#inputs = step.widgets;
    world.emit({ type: 'node_start', node: step.id });
    const start = performance.now();
    this.#inputs = inputValues(step, (id) => results.get(id));
    const result = await runStep(step, this.#inputs, this.#job, world);
    const ms = performance.now() - start;
    this.#show(step.id, result.ui, false);
    world.emit({ type: 'node_end', node: step.id, ms });
    this.#executed.push(step.id);
    this.#step = null;
    this.#inputs = {};
    return result;
  }

  #keep({ definition }: Step, key: string | null, result: NodeResult): void {
    if (key === null) return;
    this.#world.cache.put(key, result, definition.cache === 'disk' ? 'disk' : 'memory');
  }

  #show(node: string, output: NodeOutput | null, cached: boolean): void {
    if (!output) return;
    this.#outputs.set(node, output);
    this.#world.emit({ type: 'executed', node, output, cached });
  }

  ended(error: unknown): ExecutionResult {
    const executed = this.#executed;
    if (error instanceof Interrupted) {
      return { status: 'interrupted', node: this.#step?.id ?? null, executed };
    }
    const failure = error instanceof NodeFailure ? error : null;
    return {
      status: 'error',
      error: {
        node: failure?.node ?? this.#step?.id ?? '',
        nodeType: failure?.nodeType ?? this.#step?.classType ?? '',
        ...failureOf(failure ? failure.cause : error),
        inputs: Object.fromEntries(
          Object.entries(this.#inputs).map(([name, value]) => [name, [describe(value)]]),
        ),
        executed,
      },
    };
  }
}

/** Results that somebody still needs; dropped after the last one read them, so that the cache alone decides what stays. */
class Results {
  readonly #steps: Plan['all'];
  readonly #results = new Map<string, NodeResult>();
  readonly #readers = new Map<string, number>();

  constructor({ all, steps, found }: Plan) {
    this.#steps = all;
    for (const { links } of steps) {
      for (const [, [from]] of links) this.#readers.set(from, (this.#readers.get(from) ?? 0) + 1);
    }
    for (const [id, result] of found) if (this.#readers.has(id)) this.#results.set(id, result);
  }

  add(step: Step, result: NodeResult): void {
    if (this.#readers.has(step.id)) this.#results.set(step.id, result);
    for (const [, [from]] of step.links) {
      const left = (this.#readers.get(from) ?? 1) - 1;
      this.#readers.set(from, left);
      if (left === 0) this.#results.delete(from);
    }
  }

  get(id: string): Source {
    const step = this.#steps.get(id);
    const result = this.#results.get(id);
    if (!step || !result) throw new Error(`node ${id} has not run`);
    return { step, outputs: result.outputs };
  }
}
