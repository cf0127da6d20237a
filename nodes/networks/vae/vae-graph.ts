/**
 * AutoencoderKL's decoder and encoder as ONNX graphs, with diffusers' tensor names. The decoder also comes in two parts, for
 * tiles: the bottleneck, whose attention sees the whole picture, and the blocks behind it, which take the memory.
 */
import type { Target } from '../../runtime/device.ts';
import { chunksFor } from '../onnx/attention-chunks.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { VaeConfig } from './vae-config.ts';
import { conv, downsample, groupNorm, midBlock, resnet, upsample } from './vae-layers.ts';

/** diffusers clamps the encoder's logarithmic variance to this range. */
const LOGVAR = [-30, 20] as const;
/** What the bottleneck's attention must have room for: a picture of 2048 x 2048. */
const MOST_CELLS = 256 ** 2;
const LATENT_SIDES = ['height', 'width'] as const;

export interface VaeSource {
  readonly weights: WeightSource;
  readonly config: VaeConfig;
}

/** `latent` [batch, channels, h, w] to `pixels` [batch, 8 h, 8 w, 3]: 0 to 1, not clamped. */
export function buildDecoder(vae: VaeSource, target: Target): OnnxModel {
  const { b, l, x } = start(vae, target, 'latent', [vae.config.latentChannels, ...LATENT_SIDES]);
  b.output('pixels', decoderBlocks(l, decoderBottleneck(l, x, vae.config), vae.config));
  return b.build();
}

/** `latent` [batch, channels, h, w] to `features` [batch, widest, h, w]. */
export function buildDecoderBottleneck(vae: VaeSource, target: Target): OnnxModel {
  const { b, l, x } = start(vae, target, 'latent', [vae.config.latentChannels, ...LATENT_SIDES]);
  b.output('features', decoderBottleneck(l, x, vae.config));
  return b.build();
}

/** `features` [batch, widest, h, w] to `pixels` [batch, 8 h, 8 w, 3]: 0 to 1, not clamped. */
export function buildDecoderBlocks(vae: VaeSource, target: Target): OnnxModel {
  const widest = vae.config.blockChannels.at(-1) ?? 0;
  const { b, l, x } = start(vae, target, 'features', [widest, ...LATENT_SIDES]);
  b.output('pixels', decoderBlocks(l, x, vae.config));
  return b.build();
}

/** `pixels` [batch, 8 h, 8 w, 3] in 0 to 1, to `mean` and `logvar` [batch, channels, h, w]. */
export function buildEncoder(vae: VaeSource, target: Target): OnnxModel {
  const { b, l, x } = start(vae, target, 'pixels', [...LATENT_SIDES, 3]);
  const moments = encoder(l, x, vae.config);
  const [mean, logvar] = b.ops('Split', [moments], 2, {
    axis: { int: 1 },
    num_outputs: { int: 2 },
  });
  b.output('mean', mean as Value);
  b.output('logvar', b.op('Clip', [logvar as Value, ...LOGVAR.map((limit) => b.scalar(limit))]));
  return b.build();
}

function decoderBottleneck(l: Layers, latent: Value, { normGroups: groups }: VaeConfig): Value {
  const x = l.has('post_quant_conv.weight') ? conv(l, 'post_quant_conv', latent) : latent;
  return midBlock(l, 'decoder.mid_block', conv(l, 'decoder.conv_in', x), groups);
}

function decoderBlocks(l: Layers, features: Value, config: VaeConfig): Value {
  const { blockChannels, layersPerBlock, normGroups: groups } = config;
  let x = features;
  blockChannels.forEach((_, block) => {
    const name = `decoder.up_blocks.${block}`;
    for (let i = 0; i <= layersPerBlock; i++) x = resnet(l, `${name}.resnets.${i}`, x, groups);
    if (block < blockChannels.length - 1) x = upsample(l, `${name}.upsamplers.0`, x);
  });
  x = conv(l, 'decoder.conv_out', l.silu(groupNorm(l, 'decoder.conv_norm_out', x, groups)));
  return l.add(l.mul(l.transpose(x, [0, 2, 3, 1]), l.scalar(0.5)), l.scalar(0.5));
}

function encoder(l: Layers, pixels: Value, config: VaeConfig): Value {
  const { blockChannels, layersPerBlock, normGroups: groups } = config;
  const signed = l.add(l.mul(pixels, l.scalar(2)), l.scalar(-1));
  let x = conv(l, 'encoder.conv_in', l.transpose(signed, [0, 3, 1, 2]));
  blockChannels.forEach((_, block) => {
    const name = `encoder.down_blocks.${block}`;
    for (let i = 0; i < layersPerBlock; i++) x = resnet(l, `${name}.resnets.${i}`, x, groups);
    if (block < blockChannels.length - 1) x = downsample(l, `${name}.downsamplers.0`, x);
  });
  x = midBlock(l, 'encoder.mid_block', x, groups);
  x = conv(l, 'encoder.conv_out', l.silu(groupNorm(l, 'encoder.conv_norm_out', x, groups)));
  return l.has('quant_conv.weight') ? conv(l, 'quant_conv', x) : x;
}

function start(
  { weights }: VaeSource,
  target: Target,
  name: string,
  dims: readonly (number | string)[],
): { b: GraphBuilder; l: Layers; x: Value } {
  const b = new GraphBuilder();
  const x = b.input(name, 'float32', ['batch', ...dims]);
  const batch = b.op('Shape', [x], { end: { int: 1 } });
  const chunks = chunksFor(target, 1, MOST_CELLS, 1);
  return { b, l: new Layers(b, weights, target, batch, null, chunks), x };
}
