/** An error with the node that it happened in. */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
  readonly node: string;
  readonly nodeType: string;

  constructor(node: string, nodeType: string, cause: unknown) {
    super(`node ${node} failed`, { cause });
    this.node = node;
    this.nodeType = nodeType;
  }
}
