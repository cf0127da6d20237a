/** Products with quantised weights: x W^T on [..., in], without the bias. */
import type { Target } from '../../runtime/device.ts';
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
/** ONNX Runtime's numbers for what a product computes in: the activations as they are, or quantised in blocks as the weights. */
const ACCURACY = { exact: 1, int8: 4 };

/** Float activations (of `type`, which the result has too) times weights of 4 or 8 bits, unpacked as the product goes. */
export function blocksProduct(
  ops: Ops,
  weights: WeightSource,
  module: string,
  form: BlocksForm,
  x: Value,
  type: FloatType,
): Value {
  const name = `${module}.weight`;
  const { b } = ops;
  return timesBlocks(ops, x, b.raw(weights, name), b.weight(weights, `${name}.scales`, type), form);
}

/** @param weight and `scales` as in `BlocksForm`; these of the type of `x` */
export function timesBlocks(
  { b, target }: Ops,
  x: Value,
  weight: Value,
  scales: Value,
  { bits, block, out, into }: Omit<BlocksForm, 'kind'>,
): Value {
  return b.op('MatMulNBits', [x, weight, scales], {
    K: { int: into },
    N: { int: out },
    bits: { int: bits },
    block_size: { int: block },
    accuracy_level: { int: ACCURACY[activationsOf(target, bits, block)] },
  });
}

/**
 * Whichever is faster. On the CPU 4 bits in blocks of 32 take as long with exact activations as with quantised ones; in larger
 * blocks these take 2/3 of the time; 8 bits know no exact kernel, and unpack all weights in every run (measured at 768 x 3072 x 6144).
 */
function activationsOf({ fused }: Target, bits: number, block: number): keyof typeof ACCURACY {
  const isOnCpu = fused.has('FusedMatMul');
  return isOnCpu && (bits === 8 || block > 32) ? 'int8' : 'exact';
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
  const name = `${module}.weight`;
  const weight = (q: Value) =>
    form.kind === 'channels'
      ? b.raw(weights, name)
      : unpacked(
          ops,
          b.raw(weights, name, { type: 'int4', shape: [form.into, form.out] }),
          b.weight(weights, `${name}.groups`),
          form,
          q,
        );
  return timesInt8(ops, x, form.into, weight, b.weight(weights, `${name}.scales`));
}

/**
 * @param weight int8 [in, out], made once the quantised activations are there
 * @param scales float32 [out]
 */
export function timesInt8(
  ops: Ops,
  x: Value,
  into: number,
  weight: (q: Value) => Value,
  scales: Value,
): Value {
  const { q, scale } = quantiseRows(ops, x, into);
  const inputs = [q, weight(q), ops.scalar(1), scales, zeroPoint(ops)];
  return ops.mul(ops.b.op('MatMulIntegerToFloat', inputs), scale);
}

interface Rows {
  /** uint8 */
  readonly q: Value;
  /** [..., 1]: x = (q - 128) * scale. */
  readonly scale: Value;
}

/** Once for each value, whatever the number of layers that read it. */
function quantiseRows(ops: Ops, x: Value, width: number): Rows {
  const { b } = ops;
  const reduce = (type: string) => b.op(type, [x, ops.ints([-1])], { keepdims: { int: 1 } });
  const scale = b.local(`row scales ${x.name}`, () => {
    const largest = b.op('Max', [reduce('ReduceMax'), b.op('Neg', [reduce('ReduceMin')])]);
    return b.op('Max', [ops.mul(largest, ops.scalar(1 / LARGEST)), ops.scalar(SMALLEST_SCALE)]);
  });
  const q = b.local(`quantised rows ${x.name}`, () => {
    const scales = ops.reshape(scale, [-1]);
    const zeros = b.op('Expand', [zeroPoint(ops), b.op('Shape', [scales])]);
    const rows = ops.reshape(x, [-1, width]);
    const quantised = b.op('QuantizeLinear', [rows, scales, zeros], { axis: { int: 0 } });
    return b.op('Reshape', [quantised, b.op('Shape', [x])]);
  });
  return { q, scale };
}

/**
 * int8 [in, out]: 4-bit values times their groups' factors. Unpacked in every run, so that 4 bits is what stays in memory; not
 * before `x` is there, for else ONNX Runtime unpacks the weights of all layers first.
 * @param q4 int4 [in, out]
 * @param groups [in / 32, out]
 */
export function unpacked(
  ops: Ops,
  q4: Value,
  groups: Value,
  { into, out }: Pick<GroupsForm, 'into' | 'out'>,
  x: Value,
): Value {
  const { b } = ops;
  const nothing = ops.mul(b.op('Shape', [x], { end: { int: 1 } }), ops.ints([0]));
  const shape = ops.add(nothing, ops.ints([into / GROUP, out]));
  const factors = b.op('Reshape', [groups, shape]);
  const whole = b.op('DequantizeLinear', [q4, factors], {
    axis: { int: 0 },
    block_size: { int: GROUP },
  });
  return b.op('Cast', [whole], { to: { int: DATA_TYPE.int8 } });
}

function zeroPoint({ b }: Ops): Value {
  return b.once('zero point', () => b.bytes(Uint8Array.of(ZERO), []));
}
