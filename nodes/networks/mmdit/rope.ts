/**
 * Rotary position embedding over several axes: Su et al. 2021, arXiv 2104.09864, section 3.2. FLUX gives each axis a share
 * of a head's channels; neighbouring channels are a pair.
 */
import { tensor, type Tensor } from '../../tensor.ts';

const THETA = 10_000;

/** Cosines and sines of every position's angles, each [positions, headDim / 2]: one a pair of channels. */
export interface RopeTables {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * Computed in double precision, as the reference does.
 * @param positions one list a token, a coordinate an axis
 * @param axes channels of a head that belong to each axis: even, their sum is the head's width
 */
export function ropeTables(
  positions: readonly (readonly number[])[],
  axes: readonly number[],
): RopeTables {
  const angles = positions.flatMap((position) =>
    axes.flatMap((channels, axis) =>
      Array.from(
        { length: channels / 2 },
        (_, pair) => (position[axis] ?? 0) / THETA ** ((2 * pair) / channels),
      ),
    ),
  );
  const shape = [positions.length, axes.reduce((sum, channels) => sum + channels, 0) / 2];
  return {
    cos: tensor(Float32Array.from(angles, Math.cos), shape),
    sin: tensor(Float32Array.from(angles, Math.sin), shape),
  };
}

/** Where FLUX's image tokens stand: (0, row, column). Its text tokens all stand at 0, where nothing turns. */
export function imagePositions(rows: number, columns: number): number[][] {
  return Array.from({ length: rows * columns }, (_, i) => [
    0,
    Math.floor(i / columns),
    i % columns,
  ]);
}
