import { hash } from 'node:crypto';
import { canonicalJson } from '../../../nodes/graph/canonical-json.ts';
import { isWidget } from '../../../nodes/graph/coerce.ts';
import type { Json } from '../../../nodes/graph/json.ts';
import type { RunContext } from '../../../nodes/run-context.ts';
import type { Device } from '../../../nodes/runtime/device.ts';
import type { ModelStore } from '../../../nodes/runtime/model-store.ts';
import { NodeFailure } from './node-failure.ts';
import type { Step } from './steps.ts';

export interface KeyWorld {
  /** Version of what computes: another one may compute otherwise. */
  readonly program: string;
  readonly device: Pick<Device, 'name' | 'kind' | 'arithmetic' | 'fused'>;
  /** These choose the precision of networks. */
  readonly precision: RunContext['precision'];
  readonly models: Pick<ModelStore, 'budget'>;
  readonly files: RunContext['files'];
}

/**
 * Names a step's result: equal keys, equal results. It hashes program, device, precision, class, version, values, outside state and the
 * keys of all that lies upstream. Null where the result depends on more than that: the node says so, something upstream
 * does, or a file is named by a link and so not known yet.
 * @throws NodeFailure when a file that the node reads is missing
 */
export function keyOf(
  { id, classType, definition, links, widgets }: Step,
  keys: ReadonlyMap<string, string | null>,
  { program, device, precision, models, files }: KeyWorld,
): string | null {
  if (definition.cache === 'never') return null;
  const { inputs, version = 1 } = definition;
  const feedsWidget = ([name]: Step['links'][number]) => inputs[name] && isWidget(inputs[name]);
  if ('fingerprint' in definition && links.some(feedsWidget)) return null;
  const sources: [string, string, number][] = [];
  for (const [name, [from, slot]] of links) {
    const key = keys.get(from) ?? null;
    if (key === null) return null;
    sources.push([name, key, slot]);
  }
  let outside: Json = null;
  try {
    outside = definition.fingerprint?.(widgets, { files }) ?? null;
  } catch (error) {
    throw new NodeFailure(id, classType, error);
  }
  return hash(
    'sha256',
    canonicalJson([
      program,
      device.name,
      device.kind,
      device.arithmetic,
      [...device.fused].toSorted(),
      precision,
      String(models.budget),
      classType,
      version,
      widgets,
      sources,
      outside,
    ]),
  );
}
