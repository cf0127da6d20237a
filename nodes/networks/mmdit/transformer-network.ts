import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { isIn, type Range } from '../../runtime/plan/spread.ts';
import { sparing } from '../../runtime/sparing.ts';
import { openStages, type Checkpoint, type Feeds } from '../../runtime/stages.ts';
import { dim, tensor, type Tensor } from '../../tensor.ts';
import { bytesOfPart } from '../bytes-of-part.ts';
import type { AttentionChunks } from '../onnx/attention-chunks.ts';
import type { OnnxModel } from '../onnx/graph-builder.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { guidanceFeeds, UNGUIDED, type BlockGuidance } from './block-guidance.ts';
import { blockOf } from './block-of.ts';
import { keyTemperatures } from './key-temperatures.ts';
import type { TransformerInput } from './transformer-input.ts';

export interface TransformerSource<Config> {
  readonly weights: WeightSource;
  readonly config: Config;
  /** One list of branches a LoRA, in the order of `strengths`. */
  readonly loras: readonly (readonly LowRank[])[];
  /** What guidance may ask of its blocks; default: nothing. */
  readonly guidance?: BlockGuidance;
}

/** An opened transformer. */
export interface TransformerNetwork<Input extends TransformerInput> extends Loaded {
  /** The velocity, shaped as the latent. A pass with and one without the prompt go best as one batch. */
  predict(input: Input, checkpoint?: Checkpoint): Promise<Tensor>;
  /** The same with every output of the graph by its name. */
  observe(input: Input): Promise<Readonly<Record<string, Tensor>>>;
}

/** How a transformer is spread over sessions. */
export interface TransformerOptions {
  /** Ranges that follow one another, together all blocks; default: one. */
  readonly parts?: readonly Range[];
  /** How many of the first parts stay in memory; the others are loaded for their turn in every step. Default: all. */
  readonly resident?: number;
  /** Also gives what lies inside the graph, in `observe`. */
  readonly observed?: boolean;
  /** Of attention where the device does not fuse it; default: undivided. */
  readonly chunks?: AttentionChunks;
}

interface Shape {
  readonly depth: number;
  readonly patch: number;
}

/**
 * Opens a transformer's graph on a device.
 * @param graph that of some blocks
 * @param ownInputs what the family's graph takes besides latent, text, pooled, gamma and strengths
 */
export async function openTransformerNetwork<Input extends TransformerInput>(
  { weights, config, loras, guidance = UNGUIDED }: TransformerSource<Shape>,
  device: Device,
  { parts = [{ from: 0, to: config.depth }], resident = parts.length }: TransformerOptions,
  graph: (part: Range) => OnnxModel,
  ownInputs: (input: Input) => Feeds,
): Promise<TransformerNetwork<Input>> {
  const bytesOf = (part: Range) =>
    bytesOfPart(weights, device, loras, (name) => isIn(part, blockOf(config, name)));
  const spared = sparing(device, bytesOf({ from: 0, to: config.depth }));
  const stages = await openStages(
    parts.map((part) => ({
      bytes: bytesOf(part),
      open: () => Session.open(graph(part), spared),
    })),
    resident,
  );
  const observe = (input: Input, checkpoint?: Checkpoint) => {
    const { latent, text, pooled, gamma, strengths } = input;
    const imageTokens = (dim(latent, 2) * dim(latent, 3)) / config.patch ** 2;
    const feeds = {
      latent,
      text,
      pooled,
      gamma: keyTemperatures(gamma, config.depth, imageTokens, dim(text, 1)),
      ...(loras.length > 0 && { strengths: tensor(Float32Array.from(strengths), [loras.length]) }),
      ...guidanceFeeds(guidance, input),
      ...ownInputs(input),
    };
    return stages.run(feeds, checkpoint);
  };
  return {
    bytes: stages.bytes,
    observe,
    predict: async (input, checkpoint) => (await observe(input, checkpoint))['velocity'] as Tensor,
    dispose: () => stages.dispose(),
  };
}
