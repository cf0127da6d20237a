/** SD3 / SD3.5 MM-DiT, read from the weights' shapes (and config.json where there is one). */
export interface Sd3Config {
  readonly depth: number;
  readonly heads: number;
  readonly headDim: number;
  readonly patch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Width of the text tokens coming in. */
  readonly jointDim: number;
  readonly pooledDim: number;
  /** Side of the square of positional embeddings, in patches. */
  readonly posEmbedSize: number;
  readonly qkNorm: boolean;
  /** Blocks with a second, image-only attention. */
  readonly dualAttentionBlocks: readonly number[];
}
