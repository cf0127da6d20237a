/** Reads the low-rank factors of a LoRA file for one network. */
import { UserError } from '../errors.ts';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import {
  halvesSwapped,
  rowRange,
  type StoredTensor,
  type WeightSource,
} from '../networks/weights/weight-source.ts';
import { requireFinite } from './finite-factors.ts';
import { modelOfWidth } from './lora-base.ts';
import { loraKeys, type LoraEntry } from './lora-keys.ts';
import { loraNames, type LoraPlace, type LoraTarget } from './lora-names.ts';
import { loraScales } from './lora-scale.ts';

/** Layers of a file that are found in a network, with factors that fit. */
export interface PlannedEntry {
  readonly entry: LoraEntry;
  readonly down: StoredTensor;
  readonly up: StoredTensor;
  readonly rank: number;
  readonly places: readonly LoraPlace[];
}

/**
 * Branches by diffusers' module names, their factors still in the file; layers that the network has not are left out (`matchLora` reports them).
 * @param source the LoRA file
 * @param network the weights it is for, with diffusers' names
 * @throws UserError when factors do not fit their layer, a number is not finite, or the adapter is not supported
 */
export function parseLora(
  source: WeightSource,
  target: LoraTarget,
  network: WeightSource,
): LowRank[] {
  const scaleOf = loraScales(source, target);
  return planLora(source, target, network).flatMap(({ entry, down, up, rank, places }) => {
    for (const factor of [down, up]) requireFinite(source, factor);
    return places.map((place) => ({
      module: place.module,
      a: matrix(down),
      b: rowsOf(matrix(up), place),
      scale: scaleOf(entry, place.module, rank),
    }));
  });
}

/** What `parseLora` would read, by headers alone. @throws UserError */
export function planLora(
  source: WeightSource,
  target: LoraTarget,
  network: WeightSource,
): PlannedEntry[] {
  const names = loraNames(target, network);
  return loraKeys(source).entries.flatMap((entry) => {
    const places = names.get(entry.base);
    return places ? [fit(source, entry, places)] : [];
  });
}

function fit(source: WeightSource, entry: LoraEntry, places: readonly LoraPlace[]): PlannedEntry {
  const { base, down, up } = entry;
  const fail = (code: string, what: string, cure: string) =>
    new UserError(code, `${source.label}: "${base}" ${what}.`, cure);
  if (!down || !up) {
    const half = down ? 'up (lora_B)' : 'down (lora_A)';
    throw fail(
      'lora_incomplete',
      `has no ${half} factor`,
      'The file is incomplete; download it again.',
    );
  }
  const [rank = 0, into = 0, ...kernel] = down.shape;
  const [out = 0, upRank = 0, ...upKernel] = up.shape;
  if ([...kernel, ...upKernel].some((side) => side !== 1)) {
    throw fail(
      'lora_unsupported',
      'is a convolution, which is not supported',
      'Use a LoRA of linear layers.',
    );
  }
  if (rank !== upRank || rank === 0) {
    throw fail(
      'lora_rank',
      `has factors of different rank: down [${down.shape.join(', ')}], up [${up.shape.join(', ')}]`,
      'The file is damaged; download or save it again.',
    );
  }
  const rows = places.reduce((sum, { shape }) => sum + shape[0], 0);
  const [, columns] = (places[0] as LoraPlace).shape;
  if (out !== rows || into !== columns) {
    throw fail(
      'lora_shape',
      `changes a layer from ${into} to ${out} values${madeForWidth(into)}; this model's goes from ${columns} to ${rows}`,
      'The LoRA was made for another model, or another size of it; choose the one for this checkpoint.',
    );
  }
  return { entry, down, up, rank, places };
}

function madeForWidth(width: number): string {
  const model = modelOfWidth(width);
  return model === null ? '' : `, as those of ${model} do`;
}

/** Without the sides of a kernel of 1 x 1. */
function matrix(factor: StoredTensor): StoredTensor {
  return { ...factor, shape: factor.shape.slice(0, 2) };
}

function rowsOf(b: StoredTensor, { shape: [rows], firstRow, swapped }: LoraPlace): StoredTensor {
  const own = rowRange(b, b.name, firstRow, rows);
  return swapped ? halvesSwapped(own, b.name) : own;
}
