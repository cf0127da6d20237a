/** Checks a safetensors header. Format: github.com/huggingface/safetensors, README "Format". */
import { UserError } from '../../errors.ts';
import { BYTES_PER_ELEMENT, type PlainType } from './stored-types.ts';

const MAX_TENSORS = 100_000;
const MAX_DEPTH = 16;

export interface HeaderTensor {
  readonly name: string;
  readonly type: PlainType;
  readonly shape: readonly number[];
  /** Bytes from the end of the header. */
  readonly from: number;
  readonly to: number;
}

export interface SafetensorsHeader {
  readonly tensors: readonly HeaderTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const DOWNLOAD_AGAIN = 'The file is damaged or was written wrongly; download it again.';

/**
 * Tensors and metadata of a header, in the order of their bytes.
 * @param dataLength bytes that follow the header in the file
 * @throws UserError, a code for each way a header can be wrong
 */
export function parseHeader(
  path: string,
  header: Uint8Array,
  dataLength: number,
): SafetensorsHeader {
  const fail = (code: string, what: string, cure = DOWNLOAD_AGAIN): never => {
    throw new UserError(code, `${path}: ${what}.`, cure);
  };
  const entries = parseJson(header, fail);
  const metadata = readMetadata(entries.get('__metadata__'), fail);
  entries.delete('__metadata__');
  const tensors = [...entries].map(([name, entry]) => readTensorInfo(name, entry, fail));
  tensors.sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of tensors) {
    if (from !== end) {
      const fault =
        from < end ? 'overlaps the tensor before it' : `leaves a hole of ${from - end} bytes`;
      fail('weights_offsets', `tensor "${name}" starts at byte ${from} of the data and ${fault}`);
    }
    end = to;
  }
  if (end > dataLength) {
    fail(
      'weights_truncated',
      `holds ${dataLength} of ${end} bytes of weights`,
      'The download is incomplete; download it again.',
    );
  }
  if (end < dataLength) {
    fail('weights_offsets', `${dataLength - end} bytes at the end belong to no tensor`);
  }
  return { tensors, metadata };
}

type Fail = (code: string, what: string, cure?: string) => never;

function parseJson(header: Uint8Array, fail: Fail): Map<string, unknown> {
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    fail('weights_header_text', 'the header is not UTF-8 text');
  }
  if (!text.startsWith('{')) fail('weights_header_start', 'the header does not start with "{"');
  const keys = topLevelKeys(text, fail);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    fail(
      'weights_header_json',
      `the header is not JSON (${(error as Error).message.slice(0, 120)})`,
    );
  }
  const entries = new Map(Object.entries(json as object));
  if (keys.length !== entries.size) {
    const seen = new Set<unknown>();
    const twice = keys.find((key) => seen.size === seen.add(JSON.parse(key)).size);
    fail('weights_duplicate', `tensor ${twice} is listed twice`);
  }
  return entries;
}

/**
 * Keys of the outermost object, still quoted, of text that need not be JSON. JSON.parse would keep the last of equal
 * keys without a word, and would first build whatever a header of absurd size or depth describes.
 */
function topLevelKeys(text: string, fail: Fail): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '{' || c === '[') {
      if (++depth > MAX_DEPTH)
        fail('weights_nested', `the header is nested deeper than ${MAX_DEPTH}`);
    } else if (c === '}' || c === ']') depth--;
    else if (c === '"') {
      const start = i++;
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
      if (depth !== 1) continue;
      let next = i + 1;
      while (/\s/.test(text[next] ?? '')) next++;
      if (text[next] !== ':') continue;
      keys.push(text.slice(start, i + 1));
      if (keys.length > MAX_TENSORS) {
        fail('weights_too_many_tensors', `more than ${MAX_TENSORS} tensors`);
      }
    }
  }
  return keys;
}

function readMetadata(metadata: unknown, fail: Fail): Record<string, string> {
  if (metadata === undefined || metadata === null) return {};
  if (typeof metadata !== 'object' || Array.isArray(metadata)) {
    fail('weights_metadata', 'its __metadata__ is not an object');
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      fail('weights_metadata', `its __metadata__ "${key}" is not a string`);
    }
  }
  return metadata as Record<string, string>;
}

function readTensorInfo(name: string, entry: unknown, fail: Fail): HeaderTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string')
    return fail('weights_header_json', `tensor "${name}" has no dtype`);
  if (!Object.hasOwn(BYTES_PER_ELEMENT, dtype)) {
    fail(
      'weights_type',
      `tensor "${name}" is stored as ${dtype}; supported: ${Object.keys(BYTES_PER_ELEMENT).join(', ')}`,
      'Use a version of the file in one of the supported types.',
    );
  }
  const type = dtype as PlainType;
  if (!isCounts(shape)) {
    return fail(
      'weights_shape',
      `tensor "${name}" has the shape ${shown(shape)}; whole numbers from 0 are allowed`,
    );
  }
  const size = shape.reduce((product, dim) => product * dim, BYTES_PER_ELEMENT[type]);
  if (!Number.isSafeInteger(size)) {
    fail(
      'weights_shape_overflow',
      `tensor "${name}" with shape ${shown(shape)} is larger than any file`,
    );
  }
  if (!isCounts(offsets) || offsets.length !== 2) {
    return fail(
      'weights_offsets',
      `tensor "${name}" has the offsets ${shown(offsets)}; two whole numbers are needed`,
    );
  }
  const [from, to] = offsets as [number, number];
  if (from > to)
    fail('weights_offsets', `tensor "${name}" ends at byte ${to}, before its start ${from}`);
  if (to - from !== size) {
    fail(
      'weights_shape',
      `tensor "${name}" of shape ${shown(shape)} in ${type} needs ${size} bytes, its offsets give ${to - from}`,
    );
  }
  return { name, type, shape, from, to };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
