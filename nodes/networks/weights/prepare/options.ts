import type { ScaleType } from '../../../runtime/precision.ts';

export interface PrepareProgress {
  /** Bytes of the converted file that are done. */
  readonly done: number;
  readonly total: number;
  /** The tensor in work; null before the first, and while another process converts. */
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
