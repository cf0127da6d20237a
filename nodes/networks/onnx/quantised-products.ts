/** Products with quantised weights: x W^T on [..., in], without the bias. */
import type { BlocksForm, ChannelsForm, GroupsForm } from '../weights/linear-form.ts';
import { GROUP } from '../weights/linear-form.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { FloatType, Value } from './graph-builder.ts';
import { DATA_TYPE } from './messages.ts';
import type { Ops } from './ops.ts';

/** Of a row's largest value: int8 reaches 127 on both sides of zero. */
const LARGEST = 127;
/** Activations are stored as uint8 around this: that is what processors multiply fastest with int8 weights. */
const ZERO = 128;
/** A row of zeros has a scale, too. */
const SMALLEST_SCALE = 1e-30;
/** ONNX Runtime's number for int8 activations, quantised in blocks as the weights are. */
const INT8_ACTIVATIONS = 4;

/** Float activations (of `type`, which the result has too) times weights of 4 or 8 bits, unpacked as the product goes. */
export function blocksProduct(
  { b }: Ops,
  weights: WeightSource,
  module: string,
  { bits, block, out, into }: BlocksForm,
  x: Value,
  type: FloatType,
): Value {
  const name = `${module}.weight`;
  const inputs = [x, b.raw(weights, name), b.weight(weights, `${name}.scales`, type)];
  return b.op('MatMulNBits', inputs, {
    K: { int: into },
    N: { int: out },
    bits: { int: bits },
    block_size: { int: block },
    accuracy_level: { int: INT8_ACTIVATIONS },
  });
}

/** Activations quantised by rows, times int8 weights: exact but for the rounding of the activations. */
export function int8Product(
  ops: Ops,
  weights: WeightSource,
  module: string,
  form: ChannelsForm | GroupsForm,
  x: Value,
): Value {
  const { b } = ops;
  const { q, scale } = quantiseRows(ops, x);
  const weight =
    form.kind === 'channels'
      ? b.raw(weights, `${module}.weight`)
      : ungrouped(ops, weights, module, form);
  const scales = b.weight(weights, `${module}.weight.scales`);
  const sums = b.op('MatMulInteger', [q, weight, zeroPoint(ops)]);
  return ops.mul(ops.mul(ops.cast(sums, 'float32'), scales), scale);
}

interface Rows {
  /** uint8 */
  readonly q: Value;
  /** [..., 1]: x = (q - 128) * scale. */
  readonly scale: Value;
}

/** Once for each value, whatever the number of layers that read it. */
function quantiseRows(ops: Ops, x: Value): Rows {
  const { b } = ops;
  const scale = b.local(`row scales ${x.name}`, () => {
    const largest = b.op('ReduceMax', [b.op('Abs', [x]), ops.ints([-1])], { keepdims: { int: 1 } });
    return b.op('Max', [ops.mul(largest, ops.scalar(1 / LARGEST)), ops.scalar(SMALLEST_SCALE)]);
  });
  const q = b.local(`rows ${x.name}`, () => {
    const whole = b.op('Round', [b.op('Div', [x, scale])]);
    return b.op('Cast', [ops.add(whole, ops.scalar(ZERO))], { to: { int: DATA_TYPE.uint8 } });
  });
  return { q, scale };
}

/** int8 [in, out]: 4-bit values times their groups' factors. Unpacked in every run, so that 4 bits is what stays in memory. */
function ungrouped(
  { b }: Ops,
  weights: WeightSource,
  module: string,
  { into, out }: GroupsForm,
): Value {
  const name = `${module}.weight`;
  const q = b.raw(weights, name, { type: 'int4', shape: [into, out] });
  const whole = b.op('DequantizeLinear', [q, b.weight(weights, `${name}.groups`)], {
    axis: { int: 0 },
    block_size: { int: GROUP },
  });
  return b.op('Cast', [whole], { to: { int: DATA_TYPE.int8 } });
}

function zeroPoint({ b }: Ops): Value {
  return b.once('zero point', () => b.bytes(Uint8Array.of(ZERO), []));
}
