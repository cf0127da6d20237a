/** AutoencoderKL's decoder and encoder as ONNX graphs, with diffusers' tensor names. */
import type { FusedOperator } from '../../runtime/device.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { VaeConfig } from './vae-config.ts';
import { conv, downsample, groupNorm, midBlock, resnet, upsample } from './vae-layers.ts';

/** diffusers clamps the encoder's logarithmic variance to this range. */
const LOGVAR = [-30, 20] as const;

interface VaeSource {
  readonly weights: WeightSource;
  readonly config: VaeConfig;
}

/** `latent` [batch, channels, h, w] to `pixels` [batch, 8 h, 8 w, 3]: 0 to 1, not clamped. */
export function buildDecoder(vae: VaeSource, fused: ReadonlySet<FusedOperator>): OnnxModel {
  const { blockChannels, layersPerBlock, latentChannels, normGroups: groups } = vae.config;
  const b = new GraphBuilder();
  const latent = b.input('latent', 'float32', ['batch', latentChannels, 'height', 'width']);
  const l = layersFor(b, vae, fused, latent);

  let x = l.has('post_quant_conv.weight') ? conv(l, 'post_quant_conv', latent) : latent;
  x = midBlock(l, 'decoder.mid_block', conv(l, 'decoder.conv_in', x), groups);
  blockChannels.forEach((_, block) => {
    const name = `decoder.up_blocks.${block}`;
    for (let i = 0; i <= layersPerBlock; i++) x = resnet(l, `${name}.resnets.${i}`, x, groups);
    if (block < blockChannels.length - 1) x = upsample(l, `${name}.upsamplers.0`, x);
  });
  x = conv(l, 'decoder.conv_out', l.silu(groupNorm(l, 'decoder.conv_norm_out', x, groups)));

  const pixels = l.add(l.mul(l.transpose(x, [0, 2, 3, 1]), l.scalar(0.5)), l.scalar(0.5));
  b.output('pixels', pixels);
  return b.build();
}

/** `pixels` [batch, 8 h, 8 w, 3] in 0 to 1, to `mean` and `logvar` [batch, channels, h, w]. */
export function buildEncoder(vae: VaeSource, fused: ReadonlySet<FusedOperator>): OnnxModel {
  const { blockChannels, layersPerBlock, normGroups: groups } = vae.config;
  const b = new GraphBuilder();
  const pixels = b.input('pixels', 'float32', ['batch', 'height', 'width', 3]);
  const l = layersFor(b, vae, fused, pixels);

  const signed = l.add(l.mul(pixels, l.scalar(2)), l.scalar(-1));
  let x = conv(l, 'encoder.conv_in', l.transpose(signed, [0, 3, 1, 2]));
  blockChannels.forEach((_, block) => {
    const name = `encoder.down_blocks.${block}`;
    for (let i = 0; i < layersPerBlock; i++) x = resnet(l, `${name}.resnets.${i}`, x, groups);
    if (block < blockChannels.length - 1) x = downsample(l, `${name}.downsamplers.0`, x);
  });
  x = midBlock(l, 'encoder.mid_block', x, groups);
  x = conv(l, 'encoder.conv_out', l.silu(groupNorm(l, 'encoder.conv_norm_out', x, groups)));
  if (l.has('quant_conv.weight')) x = conv(l, 'quant_conv', x);

  const [mean, logvar] = b.ops('Split', [x], 2, { axis: { int: 1 }, num_outputs: { int: 2 } });
  b.output('mean', mean as Value);
  b.output('logvar', b.op('Clip', [logvar as Value, ...LOGVAR.map((v) => l.scalar(v))]));
  return b.build();
}

function layersFor(
  b: GraphBuilder,
  { weights }: VaeSource,
  fused: ReadonlySet<FusedOperator>,
  input: Value,
): Layers {
  return new Layers(b, weights, fused, b.op('Shape', [input], { end: { int: 1 } }));
}
