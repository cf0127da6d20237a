/** How a value reads in an error: its kind and shape, never its contents at length. */
const TEXT_SHOWN = 200;
const MEMBERS_SHOWN = 8;
const DEPTH_SHOWN = 3;

/** `Tensor [1, 16, 64, 64]`, `{samples: Tensor [1, 16, 8, 8]}`, `"a red cube"`, … */
export function describe(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return 'nothing';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} [${lengthOf(value)}]`;
  if (isTensor(value)) return `Tensor [${value.shape.join(', ')}]`;
  if (value instanceof Map || value instanceof Set) return `${value.size} entries`;
  if (depth === DEPTH_SHOWN) return Array.isArray(value) ? `list of ${value.length}` : 'object';
  return Array.isArray(value) ? describeList(value, depth) : describeObject(value, depth);
}

function describeList(list: readonly unknown[], depth: number): string {
  const items = list.slice(0, MEMBERS_SHOWN).map((item) => describe(item, depth + 1));
  return cut(`[${items.join(', ')}${list.length > MEMBERS_SHOWN ? ', …' : ''}]`);
}

function describeObject(object: object, depth: number): string {
  const members = Object.entries(object).filter(([, item]) => typeof item !== 'function');
  const shown = members
    .slice(0, MEMBERS_SHOWN)
    .map(([name, item]) => `${name}: ${describe(item, depth + 1)}`);
  return cut(`{${shown.join(', ')}${members.length > MEMBERS_SHOWN ? ', …' : ''}}`);
}

function isTensor(value: object): value is { shape: readonly number[] } {
  return 'data' in value && 'shape' in value && Array.isArray(value.shape);
}

function lengthOf(view: ArrayBufferView): number {
  return 'length' in view ? (view.length as number) : view.byteLength;
}

function cut(text: string): string {
  return text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text;
}
