import { bytesPerWeight, type Precision } from '../precision.ts';
import type { Device } from '../device.ts';

/** What a plan must know of a device. */
export type PlannedDevice = Pick<Device, 'kind' | 'arithmetic'>;

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
  /** What holds all that the file does: nothing is gained by more bits. */
  readonly stored: Precision | null;
  /** Whether that precision reads the file's numbers as they are. */
  readonly isExact: boolean;
  /** Only weights may be rounded: its activations do not bear it. */
  readonly weightsOnly?: true;
  /** Weights of the largest layer whose precision can be chosen. */
  readonly largest: number;
  /** What LoRAs add. */
  readonly loraBytes: number;
}

/** Bytes a weight that ONNX Runtime packs on the CPU beside what the file holds: measured of a block of SD3.5-medium. */
const PACKED: Readonly<Record<Precision, number>> = {
  fp32: 0,
  fp16: 0,
  int8: 0.35,
  int4: 0.02,
  w8a8: 0.45,
  w4a8: 0.27,
};
/** Bytes a weight of the largest layer while it is widened for its product: measured in the same way. */
const WIDENED = 5;

/** What a run takes beside weights and activations. */
export function wideningBytes({ largest }: NetworkSize, precision: Precision): number {
  return precision === 'w4a8' ? WIDENED * largest : 0;
}

/** What each block takes on a device. */
export function blockBytes(
  { blocks, loraBytes }: NetworkSize,
  precision: Precision,
  { kind, arithmetic }: PlannedDevice,
): number[] {
  const isHalf = arithmetic === 'float16' && precision !== 'fp32';
  const packed = kind === 'cpu' ? PACKED[precision] : 0;
  const linear = bytesPerWeight(precision, isHalf ? 'F16' : 'F32') + packed;
  const plain = isHalf ? 2 : 4;
  return blocks.map(
    (block) => block.linear * linear + block.plain * plain + loraBytes / blocks.length,
  );
}

export function totalBytes(size: NetworkSize, precision: Precision, device: PlannedDevice): number {
  return blockBytes(size, precision, device).reduce((sum, bytes) => sum + bytes, 0);
}
