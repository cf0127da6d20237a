/** AutoencoderKL with 8x compression. */
export interface VaeConfig {
  readonly latentChannels: number;
  readonly blockChannels: readonly number[];
  readonly layersPerBlock: number;
  readonly normGroups: number;
  readonly scalingFactor: number;
  readonly shiftFactor: number;
}
