import type { Json, JsonObject } from '../nodes/graph/json.ts';

/** A node of a prompt under construction; as an input value it means a link to its first output. */
export class NodeHandle {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  out(slot: number): Json {
    return [this.id, slot];
  }
}

/** Builds API-format prompts for tests. */
export class GraphBuilder {
  readonly prompt: JsonObject = {};
  #next = 1;

  node(classType: string, inputs: Record<string, Json | NodeHandle> = {}, id?: string): NodeHandle {
    const handle = new NodeHandle(id ?? String(this.#next++));
    const written = Object.entries(inputs).map(([name, value]): [string, Json] => [
      name,
      value instanceof NodeHandle ? value.out(0) : value,
    ]);
    const node = { class_type: classType, inputs: Object.fromEntries(written) };
    Object.defineProperty(this.prompt, handle.id, { value: node, enumerable: true });
    return handle;
  }

  /** `length` nodes of a class, each fed by the one before into `input`; the last. */
  chain(classType: string, input: string, from: NodeHandle, length: number): NodeHandle {
    let last = from;
    for (let i = 0; i < length; i++) last = this.node(classType, { [input]: last });
    return last;
  }
}
