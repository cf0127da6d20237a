/**
 * An engine without models, for tests of the server: each `Stub` node says what happens when it runs. Pictures go
 * through the workspace, as the real engine's do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workplace } from '../../nodes/files/workspace.ts';
import {
  combo,
  defineNode,
  int,
  socket,
  string,
  type Registry,
} from '../../nodes/graph/definition.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { EngineDied, type Engine, type EngineSettings } from '../../electron/protocol/engine.ts';
import type {
  ExecutionEvent,
  ExecutionJob,
  ExecutionResult,
  NodeOutput,
} from '../../electron/protocol/execution.ts';

const ACTIONS = [
  'save',
  'wait',
  'fail',
  'die',
  'die once',
  'refuse once',
  'many previews',
] as const;

export const stubRegistry: Registry = {
  Stub: defineNode({
    id: 'Stub',
    title: 'Stub',
    category: 'test',
    description: 'Does as it is told.',
    inputs: {
      action: combo(ACTIONS),
      ms: int({ default: 0, min: 0, max: 100_000 }),
      name: string({ default: 'stub' }),
    },
    outputs: {},
    outputNode: true,
    run: () => ({}),
  }),
  Source: defineNode({
    id: 'Source',
    title: 'Source',
    category: 'test',
    description: 'Gives a number.',
    inputs: { value: int({ default: 0, min: -9, max: 9 }) },
    outputs: { INT: 'INT' },
    run: () => ({ INT: 0 }),
  }),
  Sink: defineNode({
    id: 'Sink',
    title: 'Sink',
    category: 'test',
    description: 'Takes a picture.',
    inputs: { image: socket('IMAGE') },
    outputs: {},
    outputNode: true,
    run: () => ({}),
  }),
};

export function stub(action: (typeof ACTIONS)[number], inputs: JsonObject = {}): JsonObject {
  return { class_type: 'Stub', inputs: { action, ms: 0, name: 'stub', ...inputs } };
}

/** What a whole picture of the stub looks like. */
export function pictureOf(id: string): string {
  return `${'picture '.repeat(5000)}${id}`;
}

export interface StubEngine extends Engine {
  /** Ids of jobs, in the order they were run. */
  readonly ran: string[];
  /** Settings that it was to start anew with. */
  readonly configured: EngineSettings[];
}

export function createStubEngine(files: Workplace): StubEngine {
  const ran: string[] = [];
  const configured: EngineSettings[] = [];
  let stopped = new AbortController();
  let current = '';

  const run = async (
    job: ExecutionJob,
    onEvent: (event: ExecutionEvent) => void,
  ): Promise<ExecutionResult> => {
    ran.push(job.id);
    current = job.id;
    stopped = new AbortController();
    const { signal } = stopped;
    const place = files.forJob(job.id);
    const outputs: Record<string, NodeOutput> = {};
    const executed: string[] = [];
    onEvent({ type: 'cached', nodes: [] });
    for (const node of job.targets) {
      const { action, ms, name } = inputsOf(job, node);
      onEvent({ type: 'node_start', node });
      try {
        if (
          action === 'die' ||
          (action === 'die once' && ran.filter((id) => id === job.id).length < 2)
        ) {
          throw new EngineDied('It fell over.', ['last words']);
        }
        if (action === 'refuse once' && ran.length < 2) {
          throw new EngineDied('It crashed again and again.', [], 'engine_crash_loop');
        }
        if (action === 'fail') return failure(node, executed);
        if (action === 'many previews') {
          const jpeg = new Uint8Array(2 ** 20);
          for (let i = 0; i < 200; i++) {
            onEvent({ type: 'preview', node, jpeg });
            await sleep(1);
          }
        }
        await sleep(Number(ms), undefined, { signal });
        onEvent({ type: 'progress', node, value: 1, max: 2 });
        if (job.previews) onEvent({ type: 'preview', node, jpeg: new Uint8Array([0xff, 0xd8]) });
        await sleep(1, undefined, { signal });
        onEvent({ type: 'progress', node, value: 2, max: 2 });
        const path = place.reserve('output', name as string, 'png');
        await path.write(Buffer.from(pictureOf(job.id)));
        const { filename, subfolder, type } = path;
        const output = { images: [{ filename, subfolder, type }] };
        outputs[node] = output;
        onEvent({ type: 'executed', node, output, cached: false });
        executed.push(node);
      } catch (error) {
        if ((error as Error).name === 'AbortError')
          return { status: 'interrupted', node, executed };
        throw error;
      }
      onEvent({ type: 'node_end', node, ms: 1 });
    }
    return { status: 'success', outputs };
  };

  return {
    ran,
    run,
    interrupt(id) {
      if (id === current) stopped.abort();
    },
    free: () => undefined,
    device: {
      kind: 'cpu',
      name: 'stub',
      precision: 'fp32',
      threads: 0,
      ownMemory: null,
      maxBuffer: 2 ** 30,
      selfTest: [],
      candidates: [],
      fallback: null,
      networks: [],
      memoryBudget: 2 ** 30,
    },
    unavailable: null,
    memory: 2 ** 20,
    configure: (settings) => void configured.push(settings),
    configured,
    async close() {
      stopped.abort();
    },
  };
}

function inputsOf(job: ExecutionJob, node: string): JsonObject {
  return (job.prompt[node] as { inputs: JsonObject }).inputs;
}

function failure(node: string, executed: readonly string[]): ExecutionResult {
  return {
    status: 'error',
    error: {
      node,
      nodeType: 'Stub',
      code: 'told_to',
      message: 'It was told to fail.',
      cure: 'Tell it otherwise.',
      stack: ['here'],
      inputs: { action: ['fail'] },
      executed,
    },
  };
}
