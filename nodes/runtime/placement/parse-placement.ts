/** Reads out of ONNX Runtime's log on which provider it placed each node of a graph. */

export interface Placement {
  /** Nodes that run on the device. */
  readonly onDevice: number;
  /** Nodes on the CPU that only reckon shapes: ONNX Runtime puts them there on purpose, and they cost nothing. */
  readonly shapes: number;
  /** Nodes that compute on the CPU because the device cannot, by operator. */
  readonly fallen: Readonly<Record<string, number>>;
  /** Tensors that travel between device and CPU within every run. */
  readonly copies: number;
}

/** Operators of which shapes are made; on tensors they are seen by the copies around them. */
const SHAPE_OPERATORS = new Set([
  'Add',
  'Cast',
  'Concat',
  'ConstantOfShape',
  'Div',
  'Equal',
  'Expand',
  'Gather',
  'Max',
  'Min',
  'Mod',
  'Mul',
  'Range',
  'Reshape',
  'Shape',
  'Size',
  'Slice',
  'Split',
  'Squeeze',
  'Sub',
  'Unsqueeze',
  'Where',
]);
/** The line after which all is said. */
const END = 'VerifyEachNodeIsAssignedToAnEp';

/** @returns null where the log does not tell */
export function parsePlacement(log: string): Placement | null {
  const placed = [...log.matchAll(/placed on \[(\w+)\]\. Number of nodes: (\d+)/g)];
  if (placed.length === 0) return null;
  const copied = new Set([...log.matchAll(/Add MemcpyFromHost after (\S+) for/g)].map((m) => m[1]));
  const copies = new Set(
    [...log.matchAll(/Add Memcpy\w+ (?:after|before) \S+ for/g)].map(([m]) => m),
  );
  const onDevice = placed
    .filter(([, provider]) => provider !== 'CPUExecutionProvider')
    .reduce((sum, [, , count]) => sum + Number(count), 0);
  const fallen: Record<string, number> = {};
  let shapes = 0;
  for (const { operator, name } of nodesOnCpu(log)) {
    if (operator.startsWith('Memcpy') || (operator === 'Cast' && copied.has(name))) continue;
    if (SHAPE_OPERATORS.has(operator) && !copied.has(name)) shapes += 1;
    else fallen[operator] = (fallen[operator] ?? 0) + 1;
  }
  return { onDevice, shapes, fallen, copies: copies.size };
}

/** Whether the log has said where nodes are placed, so that nothing more is to be waited for. */
export function tellsPlacement(log: string): boolean {
  const last = log.lastIndexOf(END);
  const after = last === -1 ? -1 : log.indexOf('\n', last);
  // A line of something else follows the last node.
  return after !== -1 && log.slice(after + 1).includes('\n');
}

function* nodesOnCpu(log: string): Generator<{ operator: string; name: string }> {
  let isCpu = false;
  for (const line of log.split('\n')) {
    const provider = /placed on \[(\w+)\]/.exec(line)?.[1];
    if (provider !== undefined) isCpu = provider === 'CPUExecutionProvider';
    const node = /VerifyEachNodeIsAssignedToAnEp\] {3}(\w+) \((.*)\)/.exec(line);
    if (isCpu && node) yield { operator: node[1] ?? '', name: node[2] ?? '' };
  }
}
