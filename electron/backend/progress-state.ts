import type { MessageData } from '../protocol/websocket.ts';

type NodeProgress = MessageData['progress_state']['nodes'][string];

/** Up to here every change is told; the message holds all nodes that have begun, so beyond it grows without need. */
const SMALL = 100;
const PAUSE_MS = 100;

/** The cumulative progress of a run: which nodes have begun, and how far they are. */
export class ProgressState {
  readonly #nodes = new Map<string, NodeProgress>();
  readonly #promptId: string;
  readonly #send: (data: MessageData['progress_state']) => void;
  #sentAt = 0;
  #late = false;

  constructor(promptId: string, send: (data: MessageData['progress_state']) => void) {
    this.#promptId = promptId;
    this.#send = send;
  }

  set(node: string, state: NodeProgress['state'], value: number, max: number, ms?: number): void {
    this.#nodes.set(node, {
      prompt_id: this.#promptId,
      value,
      max,
      state,
      node_id: node,
      display_node_id: node,
      parent_node_id: null,
      real_node_id: node,
      ...(ms !== undefined && { ms }),
    });
    this.#late = this.#nodes.size > SMALL && performance.now() - this.#sentAt < PAUSE_MS;
    if (!this.#late) this.#tell();
  }

  /** @param ms how long it took */
  finish(node: string, ms: number): void {
    const max = this.#nodes.get(node)?.max ?? 1;
    this.set(node, 'finished', max, max, ms);
  }

  /** Tells all that is known, to who has missed it. */
  repeat(): void {
    this.#tell();
  }

  /** Tells what was held back. */
  flush(): void {
    if (this.#late) this.#tell();
  }

  #tell(): void {
    this.#late = false;
    this.#sentAt = performance.now();
    this.#send({ prompt_id: this.#promptId, nodes: Object.fromEntries(this.#nodes) });
  }
}
