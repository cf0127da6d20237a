/**
 * NF4 and FP4 files of bitsandbytes: a weight of codes [n / 2, 1] with, under its own name, absmax, quant_map and a JSON text.
 * Source: bitsandbytes-foundation/bitsandbytes, functional.py, `QuantState.as_dict`.
 */
import { UserError } from '../../../errors.ts';
import { sizeOf } from '../../../tensor.ts';
import { readSpans } from '../read-bytes.ts';
import type { CodeType, PlainType } from '../stored-types.ts';
import type { Codebook, NestedScales, StoredTensor, WeightSource } from '../weight-source.ts';

const STATE = /^(.+)\.quant_state\.bitsandbytes__(nf4|fp4)$/;
const PARTS = ['absmax', 'quant_map', 'nested_absmax', 'nested_quant_map'];
const MAX_STATE = 4096;

/** Weights of 4-bit codes as tensors of their own shapes. @throws UserError `weights_codes` */
export function withCodes(source: WeightSource): WeightSource {
  const tensors = new Map(source.tensors);
  for (const state of source.tensors.keys()) {
    const [, weight, kind] = STATE.exec(state) ?? [];
    if (weight === undefined || kind === undefined) continue;
    tensors.set(weight, codedTensor(source, state, weight, kind.toUpperCase() as CodeType));
    for (const part of PARTS) tensors.delete(`${weight}.${part}`);
    tensors.delete(state);
  }
  return { ...source, tensors };
}

function codedTensor(
  source: WeightSource,
  state: string,
  weight: string,
  type: CodeType,
): StoredTensor {
  const fail = (what: string) =>
    new UserError(
      'weights_codes',
      `${source.label}: ${type} weight "${weight}" ${what}.`,
      'The file is damaged or was written wrongly; download it again.',
    );
  const part = (name: string, kind: PlainType, size?: number): StoredTensor => {
    const stored = source.tensors.get(name);
    const fits = stored?.type === kind && (size === undefined || sizeOf(stored.shape) === size);
    if (stored && fits) return stored;
    throw fail(`needs "${name}" of ${size ?? 'any'} ${kind}`);
  };
  const info = stateOf(part(state, 'U8'), fail);
  const { shape, blocksize: blockSize } = info;
  if (!isShape(shape) || !isCount(blockSize)) throw fail('has no shape or no size of its blocks');
  const size = sizeOf(shape);
  if (size % 2 !== 0) throw fail(`has ${size} elements, an odd number`);
  const codes = part(weight, 'U8', size / 2);
  const blocks = Math.ceil(size / blockSize);
  const isNested = info['nested_blocksize'] !== undefined;
  const codebook: Codebook = {
    start: codes.spans[0]?.offset ?? 0,
    values: part(`${weight}.quant_map`, 'F32', 16),
    blockSize,
    absmax: part(`${weight}.absmax`, isNested ? 'U8' : 'F32', blocks),
    ...(isNested && { nested: nestedScales(info, weight, blocks, part, fail) }),
  };
  return { ...codes, type, shape, codebook };
}

function nestedScales(
  info: Readonly<Record<string, unknown>>,
  weight: string,
  blocks: number,
  part: (name: string, kind: PlainType, size?: number) => StoredTensor,
  fail: (what: string) => UserError,
): NestedScales {
  const { nested_blocksize: blockSize, nested_offset: offset } = info;
  if (!isCount(blockSize) || typeof offset !== 'number') throw fail('has no nested offset');
  return {
    values: part(`${weight}.nested_quant_map`, 'F32', 256),
    blockSize,
    absmax: part(`${weight}.nested_absmax`, 'F32', Math.ceil(blocks / blockSize)),
    offset,
  };
}

function stateOf(
  { spans, file }: StoredTensor,
  fail: (what: string) => UserError,
): Readonly<Record<string, unknown>> {
  if ((spans[0]?.length ?? 0) > MAX_STATE) throw fail(`has a state of over ${MAX_STATE} bytes`);
  let info: unknown;
  try {
    info = JSON.parse(new TextDecoder().decode(readSpans(file, spans)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof info !== 'object' || info === null) throw fail('has a state that is no JSON object');
  return info as Record<string, unknown>;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(isCount) &&
    Number.isSafeInteger(sizeOf(value))
  );
}
