import { bytesPerWeight, type Precision } from '../precision.ts';
import type { Target } from '../device.ts';

/** How many weights: of layers whose precision can be chosen, and of the others. */
export interface WeightCount {
  readonly linear: number;
  readonly plain: number;
}

/** A network as its memory is planned. */
export interface NetworkSize {
  /** For messages. */
  readonly label: string;
  /** Blocks in order; the first has what comes before them, too, and the last what comes behind. */
  readonly blocks: readonly WeightCount[];
  /** What the file holds already: nothing is gained by more bits. */
  readonly stored: Precision | null;
  /** What LoRAs add. */
  readonly loraBytes: number;
}

/** What each block takes on a device. */
export function blockBytes(
  { blocks, loraBytes }: NetworkSize,
  precision: Precision,
  { arithmetic }: Pick<Target, 'arithmetic'>,
): number[] {
  const isHalf = arithmetic === 'float16' && precision !== 'fp32';
  const linear = bytesPerWeight(precision, isHalf ? 'F16' : 'F32');
  const plain = isHalf ? 2 : 4;
  return blocks.map(
    (block) => block.linear * linear + block.plain * plain + loraBytes / blocks.length,
  );
}

export function totalBytes(
  size: NetworkSize,
  precision: Precision,
  target: Pick<Target, 'arithmetic'>,
): number {
  return blockBytes(size, precision, target).reduce((sum, bytes) => sum + bytes, 0);
}
