import type { JsonObject } from '../../nodes/graph/json.ts';
import { createEngine } from '../backend/engine/supervisor.ts';
import { openConfiguration } from '../backend/settings/configuration.ts';
import { EngineDied, type Engine, type EngineSettings } from '../protocol/engine.ts';
import type { ExecutionEvent, ExecutionResult } from '../protocol/execution.ts';
import type { RenderArguments } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import type { Progress } from './progress.ts';
import type { Report } from './report.ts';
import type { InputChange } from './set-inputs.ts';

/** A workflow that is checked and ready to run. */
export interface RenderPlan {
  /** The API prompt of picture `index`. */
  readonly promptOf: (index: number) => JsonObject;
  readonly seedsOf: (index: number) => readonly InputChange[];
  readonly extraPngInfo: (index: number) => JsonObject;
  readonly targets: readonly string[];
  readonly titleOf: (node: string) => string;
}

/** Renders a workflow. The engine process starts first: it boots while the workflow is read and checked. */
export async function render(args: RenderArguments): Promise<number> {
  const configuration = openConfiguration(args.data, { models: args.models });
  const models = configuration.models();
  const usual = configuration.engine();
  const settings: EngineSettings = {
    device: args.device,
    threads: args.threads,
    maxBuffer: args.maxBuffer,
    memory: usual.memory,
    precision: args.precision ?? usual.precision,
    models,
    data: args.data,
    input: args.input,
    output: args.out,
    rerunsJobs: false,
  };
  const engine = createEngine({ settings, eager: true });
  try {
    const { prepareRender } = await import('./prepare-render.ts');
    const { plan, report, progress } = await prepareRender(args, models);
    for (const { message, cure } of configuration.problems) progress.line(`${message} ${cure}`);
    return plan ? await renderAll(args.count, plan, engine, report, progress) : EXIT.badInput;
  } finally {
    await engine.close();
  }
}

async function renderAll(
  count: number,
  plan: RenderPlan,
  engine: Engine,
  report: Report,
  progress: Progress,
): Promise<number> {
  const start = performance.now();
  const stop = stopOnSignal(engine, progress);
  let done = 0;
  const end = (status: string, code: number) => {
    progress.end();
    report.summary(status, done, performance.now() - start);
    return code;
  };
  for (let index = 0; index < count; index++) {
    const picture = await renderOne(index, plan, engine, report, progress, stop);
    if (picture === 'interrupted') return end('interrupted', EXIT.interrupted);
    if (picture === 'died') return end('error', EXIT.engineDied);
    if (picture === 'error') return end('error', EXIT.renderError);
    done++;
  }
  return end('success', EXIT.ok);
}

async function renderOne(
  index: number,
  plan: RenderPlan,
  engine: Engine,
  report: Report,
  progress: Progress,
  stop: Stop,
): Promise<'done' | 'interrupted' | 'error' | 'died'> {
  if (stop.requested) return 'interrupted';
  const id = `picture-${index}`;
  stop.job = id;
  const start = performance.now();
  const onEvent = (event: ExecutionEvent) => {
    if (event.type === 'node_start') progress.node(index, plan.titleOf(event.node));
    if (event.type === 'progress') progress.step(event.value, event.max);
    if (event.type === 'notice') report.notice(event.node, event.message);
  };
  let result: ExecutionResult;
  try {
    result = await engine.run(
      {
        id,
        prompt: plan.promptOf(index),
        targets: plan.targets,
        extraPngInfo: plan.extraPngInfo(index),
        previews: false,
      },
      onEvent,
    );
  } catch (error) {
    if (!(error instanceof EngineDied)) throw error;
    if (stop.requested) return 'interrupted';
    progress.end();
    report.problem({
      code: error.code,
      message: error.message,
      cure: error.cure,
      lines: error.log,
    });
    return 'died';
  }
  if (result.status === 'interrupted') return 'interrupted';
  if (result.status === 'error') {
    const { code, message, cure, node, nodeType, stack } = result.error;
    progress.end();
    report.problem({ code, message, cure, node, nodeType, lines: stack });
    return 'error';
  }
  const ms = performance.now() - start;
  progress.end();
  report.rendered({ index, seeds: plan.seedsOf(index), outputs: result.outputs, ms });
  progress.pictureDone(index);
  return 'done';
}

interface Stop {
  requested: boolean;
  job: string | null;
}

/** The first signal stops the running picture within a step, the second kills the engine. */
function stopOnSignal(engine: Engine, progress: Progress): Stop {
  const stop: Stop = { requested: false, job: null };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.requested) void engine.close();
      else if (stop.job !== null) engine.interrupt(stop.job);
      if (!stop.requested) progress.line('stopping …');
      stop.requested = true;
    });
  }
  return stop;
}
