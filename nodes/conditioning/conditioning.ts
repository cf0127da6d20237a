import type { Tensor } from '../tensor.ts';
import type { Words } from './words.ts';

/** One prompt as the transformer sees it, with where and when it holds. */
export interface Conditioning {
  /** [1, tokens, width]. SD3: CLIP-L and CLIP-G side by side, then T5; FLUX: T5. */
  readonly embeds: Tensor;
  /** What the rows of `embeds` stand for. */
  readonly words?: Words;
  /** [1, width] */
  readonly pooled: Tensor | null;
  /** How strongly FLUX dev follows the prompt; null: not told to it. Default 3.5. */
  readonly guidance?: number | null;
  /** Shares of the sampling process, 0 (pure noise) to 1. */
  readonly timestepRange?: { readonly start: number; readonly end: number };
  /** [1, height, width] in 0..1 with how strongly it counts. */
  readonly mask?: Tensor;
  readonly maskStrength?: number;
  /** True: predict only inside the mask's bounding box ("mask bounds"). */
  readonly maskBounds?: boolean;
  /** Rectangle in latent units. */
  readonly area?: {
    readonly height: number;
    readonly width: number;
    readonly y: number;
    readonly x: number;
  };
  readonly strength?: number;
}
