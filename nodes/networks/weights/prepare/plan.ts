/** What becomes of each tensor of a network in a precision. */
import type { Precision, ScaleType } from '../../../runtime/precision.ts';
import { sizeOf } from '../../../tensor.ts';
import { BYTES_PER_ELEMENT, type PlainType } from '../stored-types.ts';
import type { StoredTensor, WeightSource } from '../weight-source.ts';
import { BLOCK } from './blocks.ts';
import { isInBlocks, roleOf } from './role.ts';

/** `copy`: its bytes as they are; a plain type; or a form of `linear-form.ts`. */
export type Action = 'copy' | 'F32' | 'F16' | 'blocks8' | 'blocks4' | 'channels' | 'groups';

/** A tensor of the converted file. */
export interface Part {
  readonly name: string;
  readonly type: PlainType;
  readonly shape: readonly number[];
  readonly bytes: number;
}

export interface PlannedTensor {
  readonly stored: StoredTensor;
  readonly action: Action;
  /** The tensor itself, then its scales and factors. */
  readonly parts: readonly Part[];
}

/** Types that every graph reads as they are. */
const KEPT: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);
/** Types that are widened while a graph is loaded, which costs no disk. */
const WIDENED: ReadonlySet<string> = new Set([...KEPT, 'F8_E4M3', 'F8_E5M2']);
const ACTION: Readonly<Record<Exclude<Precision, 'fp32' | 'fp16'>, Action>> = {
  int8: 'blocks8',
  int4: 'blocks4',
  w8a8: 'channels',
  w4a8: 'groups',
};

/**
 * @param source with diffusers' names
 * @param wide names of tensors with numbers too large for float16: they stay float32
 */
export function planTensors(
  source: WeightSource,
  precision: Precision,
  scaleType: ScaleType,
  wide: ReadonlySet<string> = new Set(),
): readonly PlannedTensor[] {
  return [...source.tensors.values()].map((stored) => {
    const action = actionOn(stored, precision, scaleType, wide);
    return { stored, action, parts: partsOf(stored, action, scaleType) };
  });
}

export function bytesOf(tensors: readonly PlannedTensor[]): number {
  return tensors.reduce((sum, { parts }) => parts.reduce((all, { bytes }) => all + bytes, sum), 0);
}

function actionOn(
  stored: StoredTensor,
  precision: Precision,
  scaleType: ScaleType,
  wide: ReadonlySet<string>,
): Action {
  const kinds = precision === 'fp32' ? WIDENED : KEPT;
  const kept = kinds.has(stored.type) && stored.scale === undefined;
  const asIs: Action = kept ? 'copy' : 'F32';
  const half: Action = stored.type === 'F16' && kept ? 'copy' : 'F16';
  const role = roleOf(stored);
  if (precision === 'fp32') return asIs;
  if (wide.has(stored.name)) return 'F32';
  if (isInBlocks(role) && precision !== 'fp16') {
    const [rows = 0] = stored.shape;
    // To unpack a whole weight for one row takes longer than the row.
    if (precision === 'w4a8' && role === 'modulation') return 'blocks4';
    return precision === 'w4a8' && rows % 2 === 1 ? 'channels' : ACTION[precision];
  }
  return role !== 'other' && (precision === 'fp16' || scaleType === 'F16') ? half : asIs;
}

function partsOf(stored: StoredTensor, action: Action, scaleType: ScaleType): readonly Part[] {
  const { name, type, shape } = stored;
  const [out = 0, into = 0] = shape;
  switch (action) {
    case 'copy':
      return [part(name, type as PlainType, shape)];
    case 'F32':
    case 'F16':
      return [part(name, action, shape)];
    case 'blocks8':
    case 'blocks4':
      return [
        part(name, 'U8', [out, into / BLOCK, action === 'blocks8' ? BLOCK : BLOCK / 2]),
        part(`${name}.scales`, scaleType, [out, into / BLOCK]),
      ];
    case 'channels':
      return [part(name, 'I8', [into, out]), part(`${name}.scales`, 'F32', [out])];
    case 'groups':
      return [
        part(name, 'U8', [into, out / 2]),
        part(`${name}.scales`, 'F32', [out]),
        part(`${name}.groups`, 'F32', [into / BLOCK, out]),
      ];
    default:
      return action satisfies never;
  }
}

function part(name: string, type: PlainType, shape: readonly number[]): Part {
  return { name, type, shape, bytes: sizeOf(shape) * BYTES_PER_ELEMENT[type] };
}
