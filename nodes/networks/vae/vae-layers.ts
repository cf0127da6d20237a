/** The layers of AutoencoderKL (arXiv 2112.10752), on feature maps [batch, channels, height, width]. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';

const EPSILON = 1e-6;

interface ConvOptions {
  readonly stride?: number;
  /** Zeros before and behind each axis: [top, left, bottom, right]. Default keeps the size. */
  readonly pads?: readonly [number, number, number, number];
}

export function conv(l: Layers, name: string, x: Value, options: ConvOptions = {}): Value {
  const size = l.weights.tensors.get(`${name}.weight`)?.shape.at(-1) ?? 1;
  const half = (size - 1) / 2;
  const { stride = 1, pads = [half, half, half, half] } = options;
  return l.b.op('Conv', [x, l.weight(`${name}.weight`), l.weight(`${name}.bias`)], {
    kernel_shape: { ints: [size, size] },
    strides: { ints: [stride, stride] },
    pads: { ints: pads },
  });
}

/**
 * Group normalisation (arXiv 1803.08494) as instance normalisation of the groups: ONNX's GroupNormalization runs at half
 * the speed on the CPU and not at all on WebGPU.
 */
export function groupNorm(l: Layers, name: string, x: Value, groups: number): Value {
  const ones = l.b.floats(new Float32Array(groups).fill(1));
  const zeros = l.b.floats(new Float32Array(groups));
  const grouped = l.b.op('InstanceNormalization', [l.reshape(x, [0, groups, -1]), ones, zeros], {
    epsilon: { float: EPSILON },
  });
  const normed = l.b.op('Reshape', [grouped, l.b.op('Shape', [x])]);
  const perChannel = (part: string) =>
    l.b.op('Unsqueeze', [l.weight(`${name}.${part}`), l.ints([1, 2])]);
  return l.add(l.mul(normed, perChannel('weight')), perChannel('bias'));
}

/** Two convolutions around a shortcut. */
export function resnet(l: Layers, name: string, x: Value, groups: number): Value {
  const first = conv(l, `${name}.conv1`, l.silu(groupNorm(l, `${name}.norm1`, x, groups)));
  const second = conv(l, `${name}.conv2`, l.silu(groupNorm(l, `${name}.norm2`, first, groups)));
  const shortcut = `${name}.conv_shortcut`;
  return l.add(l.has(`${shortcut}.weight`) ? conv(l, shortcut, x) : x, second);
}

/** One-head self-attention over all positions. */
export function attention(l: Layers, name: string, x: Value, groups: number): Value {
  const channels = l.weights.tensors.get(`${name}.to_q.weight`)?.shape[0] ?? 0;
  const rows = l.transpose(
    l.reshape(groupNorm(l, `${name}.group_norm`, x, groups), [0, 0, -1]),
    [0, 2, 1],
  );
  const [q, k, v] = ['to_q', 'to_k', 'to_v'].map((part) => l.linear(`${name}.${part}`, rows));
  const attended = l.attention(q as Value, k as Value, v as Value, { heads: 1, headDim: channels });
  const out = l.transpose(l.linear(`${name}.to_out.0`, attended), [0, 2, 1]);
  return l.add(x, l.b.op('Reshape', [out, l.b.op('Shape', [x])]));
}

/** The bottleneck: resnet, attention, resnet. */
export function midBlock(l: Layers, name: string, x: Value, groups: number): Value {
  const first = resnet(l, `${name}.resnets.0`, x, groups);
  const mixed = l.has(`${name}.attentions.0.to_q.weight`)
    ? attention(l, `${name}.attentions.0`, first, groups)
    : first;
  return resnet(l, `${name}.resnets.1`, mixed, groups);
}

/** Nearest x2, then a convolution. */
export function upsample(l: Layers, name: string, x: Value): Value {
  const doubled = l.b.op('Resize', [x, null, l.b.floats([1, 1, 2, 2])], {
    mode: 'nearest',
    nearest_mode: 'floor',
    coordinate_transformation_mode: 'asymmetric',
  });
  return conv(l, `${name}.conv`, doubled);
}

/** Stride 2 with one row and column of zeros below and to the right only. */
export function downsample(l: Layers, name: string, x: Value): Value {
  return conv(l, `${name}.conv`, x, { stride: 2, pads: [0, 0, 1, 1] });
}
