import type { Json } from '../../nodes/graph/json.ts';
import { stringifyJson } from '../../nodes/graph/json.ts';
import type {
  ExecutionError,
  ExecutionEvent,
  ExecutionResult,
  NodeOutput,
} from '../protocol/execution.ts';
import type { MessageData } from '../protocol/websocket.ts';
import { ProgressState } from './progress-state.ts';
import type { Sockets } from './sockets.ts';
import type { JobResult } from './store/job-store.ts';

/** What one run tells its client, in ComfyUI's order, and what it leaves in the history. */
export class RunMessages {
  readonly #id: string;
  readonly #client: string | null;
  readonly #sockets: Sockets;
  readonly #progress: ProgressState;
  readonly #messages: [string, Json][] = [];
  readonly #begun: (() => void)[] = [];
  readonly #outputs = new Map<string, NodeOutput>();
  #node: string | null = null;
  #step = 0;

  constructor(id: string, client: string | null, sockets: Sockets) {
    this.#id = id;
    this.#client = client;
    this.#sockets = sockets;
    this.#progress = new ProgressState(id, (data) => this.#send('progress_state', data));
    this.#record('execution_start', this.#stamp());
  }

  /** The node that runs. */
  get node(): string | null {
    return this.#node;
  }

  /** How many steps of that node are done. */
  get step(): number {
    return this.#step;
  }

  get client(): string | null {
    return this.#client;
  }

  /** Whether somebody watches, so that previews are worth making. */
  get isWatched(): boolean {
    return this.#client !== null && this.#sockets.isConnected(this.#client);
  }

  /** For a client that has connected again: all that it may have missed. */
  repeat(): void {
    for (const send of this.#begun) send();
    this.#progress.repeat();
    for (const [node, output] of this.#outputs) this.#executed(node, output);
    if (this.#node !== null) this.#executing(this.#node);
  }

  onEvent(event: ExecutionEvent): void {
    switch (event.type) {
      case 'cached':
        this.#record('execution_cached', { nodes: [...event.nodes], ...this.#stamp() });
        break;
      case 'node_start':
        this.#node = event.node;
        this.#step = 0;
        this.#progress.set(event.node, 'running', 0, 1);
        this.#executing(event.node);
        break;
      case 'progress': {
        const { node, value, max } = event;
        this.#step = value;
        this.#progress.set(node, 'running', value, max);
        this.#send('progress', { value, max, prompt_id: this.#id, node });
        break;
      }
      case 'preview':
        if (this.#client !== null) {
          this.#sockets.preview(this.#client, { ...event, promptId: this.#id });
        }
        break;
      case 'notice':
        this.notice(event.message, event.node);
        break;
      case 'executed':
        this.#outputs.set(event.node, event.output);
        this.#executed(event.node, event.output);
        break;
      case 'node_end':
        this.#progress.finish(event.node, event.ms);
        break;
    }
  }

  notice(value: string, node: string | null = null): void {
    this.#send('notification', { value, node, prompt_id: this.#id });
  }

  /** What the history keeps; to be on disk before `announce` is called. */
  result(result: ExecutionResult, nodeType: (id: string) => string | null): JobResult {
    this.#progress.flush();
    const outputs =
      result.status === 'success' ? result.outputs : Object.fromEntries(this.#outputs);
    this.#end = this.#endOf(result, nodeType);
    this.#messages.push([this.#end.type, this.#end.data]);
    return {
      state: result.status === 'success' ? 'done' : result.status,
      outputs: stringifyJson(outputs),
      status: stringifyJson({
        status_str: result.status === 'success' ? 'success' : 'error',
        completed: result.status === 'success',
        messages: this.#messages,
      }),
      meta: stringifyJson(
        Object.fromEntries(
          Object.keys(outputs).map((node) => [
            node,
            { node_id: node, display_node: node, parent_node: null, real_node_id: node },
          ]),
        ),
      ),
    };
  }

  /** How the run ended. */
  announce(): void {
    const end = this.#end;
    if (!end) return;
    if (end.type === 'execution_interrupted') this.#sockets.broadcast(end.type, end.data);
    else this.#send(end.type, end.data);
  }

  /** The sign that all is over, after errors too. */
  over(): void {
    this.#send('executing', { node: null, prompt_id: this.#id });
  }

  #end: End | null = null;

  #endOf(result: ExecutionResult, nodeType: (id: string) => string | null): End {
    if (result.status === 'success') return { type: 'execution_success', data: this.#stamp() };
    if (result.status === 'error') {
      return { type: 'execution_error', data: { ...this.#stamp(), ...errorData(result.error) } };
    }
    const { node, executed } = result;
    const type = node === null ? null : nodeType(node);
    return {
      type: 'execution_interrupted',
      data: { ...this.#stamp(), node_id: node, node_type: type, executed: [...executed] },
    };
  }

  #executed(node: string, output: NodeOutput): void {
    const data = { node, display_node: node, output: mutable(output), prompt_id: this.#id };
    this.#send('executed', data);
  }

  #executing(node: string): void {
    this.#send('executing', { node, display_node: node, prompt_id: this.#id });
  }

  #stamp(): { prompt_id: string; timestamp: number } {
    return { prompt_id: this.#id, timestamp: Date.now() };
  }

  #record<T extends 'execution_start' | 'execution_cached'>(type: T, data: MessageData[T]): void {
    this.#messages.push([type, data]);
    this.#begun.push(() => this.#send(type, data));
    this.#send(type, data);
  }

  #send<T extends keyof MessageData>(type: T, data: MessageData[T]): void {
    if (this.#client !== null) this.#sockets.send(this.#client, type, data);
  }
}

type End = {
  [T in 'execution_success' | 'execution_interrupted' | 'execution_error']: {
    readonly type: T;
    readonly data: MessageData[T];
  };
}['execution_success' | 'execution_interrupted' | 'execution_error'];

function errorData(error: ExecutionError) {
  const { node, nodeType, code, message, cure, stack, inputs, executed } = error;
  return {
    node_id: node,
    node_type: nodeType,
    executed: [...executed],
    exception_message: cure === '' ? message : `${message} ${cure}`,
    exception_type: code,
    traceback: [...stack],
    current_inputs: Object.fromEntries(Object.entries(inputs).map(([k, v]) => [k, [...v]])),
    current_outputs: [...executed],
    code,
    cure,
  };
}

function mutable(output: NodeOutput): MessageData['executed']['output'] {
  return Object.fromEntries(Object.entries(output).map(([key, files]) => [key, [...files]]));
}
