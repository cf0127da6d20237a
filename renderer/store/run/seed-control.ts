/** What happens to seeds after a run is queued, as in ComfyUI: fixed, increment, decrement, randomize. */
import type { Draft } from 'immer';
import { withSubgraphClasses } from '../../../nodes/graph/document/subgraph-class.ts';
import type { SeedControl, WorkflowDocument } from '../../../nodes/graph/document/types.ts';
import type { Json } from '../../../nodes/graph/json.ts';
import {
  isWidgetInput,
  type NodeClasses,
  type WidgetInfo,
} from '../../../nodes/graph/node-class.ts';

const LARGEST = 2n ** 64n - 1n;

/** Fills with random bytes; given so that tests can choose them. */
export type Random = () => bigint;

export const random64: Random = () => crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;

/** Changes the values of all inputs that have a control and no link. */
export function applySeedControls(
  document: Draft<WorkflowDocument>,
  classes: NodeClasses,
  random: Random = random64,
): void {
  const all = withSubgraphClasses(classes, document.subgraphs);
  const graphs = [document.root, ...Object.values(document.subgraphs).map(({ graph }) => graph)];
  for (const graph of graphs) {
    const linked = new Set(Object.values(graph.links).map(({ to }) => `${to.node} ${to.input}`));
    for (const node of Object.values(graph.nodes)) {
      const info = Object.hasOwn(all, node.type) ? all[node.type] : undefined;
      for (const input of info?.inputs ?? []) {
        const control = node.controls[input.name];
        const value = node.values[input.name];
        if (!control || !isWidgetInput(input) || linked.has(`${node.id} ${input.name}`)) continue;
        const next = nextValue(input, value ?? null, control, random);
        if (next !== value) node.values[input.name] = next;
      }
    }
  }
}

/** The value after a run; exact for 64 bits. Increments end at the limits, as ComfyUI's do. */
export function nextValue(
  input: WidgetInfo,
  value: Json,
  control: SeedControl,
  random: Random,
): Json {
  if (control === 'fixed') return value;
  if (input.kind === 'combo') return nextChoice(input.options, value, control, random);
  if (input.kind !== 'int' || (typeof value !== 'number' && typeof value !== 'bigint'))
    return value;
  const min = BigInt(input.min ?? 0);
  const max = BigInt(input.max ?? LARGEST);
  const step = BigInt(Math.max(1, Math.round(input.step)));
  if (control === 'randomize') return plain(min + (random() % ((max - min) / step + 1n)) * step);
  const next = BigInt(value) + (control === 'increment' ? step : -step);
  return plain(next < min ? min : next > max ? max : next);
}

function nextChoice(
  options: readonly string[],
  value: Json,
  control: SeedControl,
  random: Random,
): Json {
  if (options.length === 0) return value;
  const at = typeof value === 'string' ? options.indexOf(value) : -1;
  const wanted =
    control === 'randomize'
      ? Number(random() % BigInt(options.length))
      : at + (control === 'increment' ? 1 : -1);
  return options[Math.min(options.length - 1, Math.max(0, wanted))] ?? value;
}

/** A number where it is exact. */
function plain(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(value)
    : value;
}
