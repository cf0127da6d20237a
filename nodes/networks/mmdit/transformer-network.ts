import type { Loaded } from '../../runtime/model-store.ts';
import type { Ints, Session } from '../../runtime/session.ts';
import { dim, tensor, type Tensor } from '../../tensor.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import { bytesAsFloat32 } from '../weights/shapes.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { keyTemperatures } from './key-temperatures.ts';
import type { TransformerInput } from './transformer-input.ts';

export interface TransformerSource<Config> {
  readonly weights: WeightSource;
  readonly config: Config;
  /** One list of branches a LoRA, in the order of `strengths`. */
  readonly loras: readonly (readonly LowRank[])[];
}

/** An opened transformer. */
export interface TransformerNetwork<Input extends TransformerInput> extends Loaded {
  /** The velocity, shaped as the latent. A pass with and one without the prompt go best as one batch. */
  predict(input: Input): Promise<Tensor>;
  /** The same with every output of the graph by its name. */
  observe(input: Input): Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * Runs a session of a transformer's graph.
 * @param ownInputs what the family's graph takes besides latent, text, pooled, gamma and strengths
 */
export function transformerNetwork<Input extends TransformerInput>(
  session: Session,
  { weights, config, loras }: TransformerSource<{ readonly depth: number; readonly patch: number }>,
  ownInputs: (input: Input) => Readonly<Record<string, Tensor | Ints>>,
): TransformerNetwork<Input> {
  const observe = (input: Input) => {
    const { latent, text, pooled, gamma, strengths } = input;
    const imageTokens = (dim(latent, 2) * dim(latent, 3)) / config.patch ** 2;
    return session.run({
      latent,
      text,
      pooled,
      gamma: keyTemperatures(gamma, config.depth, imageTokens, dim(text, 1)),
      ...(loras.length > 0 && { strengths: tensor(Float32Array.from(strengths), [loras.length]) }),
      ...ownInputs(input),
    });
  };
  return {
    bytes: bytesAsFloat32(weights),
    observe,
    predict: async (input) => (await observe(input))['velocity'] as Tensor,
    dispose: () => session.release(),
  };
}
