/**
 * Products with quantised and float16 weights, of whole numbers: nothing is rounded, so that what comes out must be what plain
 * float32 gives. Rows and columns of the largest numbers are among them, whose sums overflow where a processor adds
 * pairs in 16 bit.
 */
import type { FloatType, Value } from '../networks/onnx/graph-builder.ts';
import type { Layers } from '../networks/onnx/layers.ts';
import { timesBlocks, timesInt8, unpacked } from '../networks/onnx/quantised-products.ts';
import { tensor, type Tensor } from '../tensor.ts';
import type { PRODUCTS } from './device.ts';
import type { Probe } from './probes.ts';

type Product = (typeof PRODUCTS)[number];

const ROWS = 37;
const INTO = 256;
const OUT = 96;
const BLOCK = 32;
/** Keeps results of float16 products within its range. */
const SCALE = 2 ** -10;

type Weight = (row: number, column: number) => number;

/** Every eighth row, and with it every product, is all of one largest number. */
const weightUpTo =
  (most: number): Weight =>
  (row, column) =>
    row % 8 === 0
      ? row % 16 === 0
        ? most
        : -most
      : ((row * 31 + column * 17) % (2 * most + 1)) - most;

const ACTIVATIONS = tensor(
  Float32Array.from({ length: ROWS * INTO }, (_, i) => {
    const row = Math.floor(i / INTO);
    if (row % 8 === 0) return row % 16 === 0 ? 127 : -127;
    return i % BLOCK === 5 ? 127 : ((i * 37) % 255) - 127;
  }),
  [1, ROWS, INTO],
);

export const PRODUCT_PROBES: Record<Product, readonly Probe[]> = {
  MatMulNBits8: [blocks('MatMulNBits8', 8, 'float32'), blocks('MatMulNBits8', 8, 'float32', 1)],
  MatMulNBits4: [blocks('MatMulNBits4', 4, 'float32'), blocks('MatMulNBits4', 4, 'float32', 1)],
  HalfMatMulNBits8: [blocks('HalfMatMulNBits8', 8, 'float16')],
  HalfMatMulNBits4: [blocks('HalfMatMulNBits4', 4, 'float16')],
  HalfMatMul: [
    probe('HalfMatMul', weightUpTo(127), (layers, x, weight) => {
      const half = layers.b.floats(weight, [INTO, OUT], 'float16');
      const product = layers.b.op('MatMul', [layers.cast(x, 'float16'), half]);
      return layers.cast(product, 'float32');
    }),
  ],
  MatMulInteger: [
    probe('MatMulInteger', weightUpTo(127), (layers, x, weight) =>
      timesInt8(layers, x, INTO, () => int8(layers, weight), scales(layers)),
    ),
  ],
  UnpackedInt4: [
    probe('UnpackedInt4', weightUpTo(7), (layers, x, weight) => {
      const groups = layers.b.floats(Array<number>((INTO / BLOCK) * OUT).fill(15), [
        INTO / BLOCK,
        OUT,
      ]);
      const size = { into: INTO, out: OUT };
      const fifteenths = layers.mul(scales(layers), layers.scalar(1 / 15));
      return timesInt8(
        layers,
        x,
        INTO,
        (q) => unpacked(layers, int4(layers, weight), groups, size, q),
        fifteenths,
      );
    }),
  ],
};

/** @param rows of activations: for few, kernels of their own are chosen */
function blocks(operator: Product, bits: 4 | 8, type: FloatType, rows = ROWS): Probe {
  const most = 2 ** (bits - 1) - 1;
  return probe(
    operator,
    weightUpTo(most),
    (layers, x, weight) => {
      const form = { bits, block: BLOCK, into: INTO, out: OUT };
      const scales = layers.b.floats(
        Array<number>((OUT * INTO) / BLOCK).fill(SCALE),
        [OUT, INTO / BLOCK],
        type,
      );
      const stored = layers.b.bytes(aroundMiddle(weight, bits), [
        OUT,
        INTO / BLOCK,
        (BLOCK * bits) / 8,
      ]);
      const narrow = type === 'float16' ? layers.cast(x, type) : x;
      const product = timesBlocks(layers, narrow, stored, scales, form);
      return type === 'float16' ? layers.cast(product, 'float32') : product;
    },
    rows,
  );
}

/** @param build x times the weight [in, out], times SCALE */
function probe(
  operator: Product,
  weight: Weight,
  build: (layers: Layers, x: Value, weight: Float32Array) => Value,
  rows = ROWS,
): Probe {
  const values = Float32Array.from({ length: INTO * OUT }, (_, i) =>
    weight(i % OUT, Math.floor(i / OUT)),
  );
  const isHalf = operator === 'HalfMatMul';
  return {
    inputs: [firstRows(rows)],
    build(layers, [x]) {
      const scaled = isHalf ? values.map((value) => value * SCALE) : values;
      if (layers.target.fused.has(operator)) return build(layers, x as Value, scaled);
      const product = layers.b.op('MatMul', [x as Value, layers.b.floats(values, [INTO, OUT])]);
      return layers.mul(product, layers.scalar(SCALE));
    },
  };
}

function firstRows(rows: number): Tensor {
  return tensor(ACTIVATIONS.data.slice(0, rows * INTO), [1, rows, INTO]);
}

function scales({ b }: Layers): Value {
  return b.floats(Array<number>(OUT).fill(SCALE));
}

function int8({ b }: Layers, weight: Float32Array): Value {
  const bytes = Uint8Array.from(weight, (value) => value & 0xff);
  return b.bytes(bytes, [INTO, OUT], 'int8');
}

function int4({ b }: Layers, weight: Float32Array): Value {
  return b.bytes(nibbles(weight), [INTO, OUT], 'int4');
}

/** Values of [in, out] by rows of [out, in], around the middle of what `bits` hold. */
function aroundMiddle(weight: Float32Array, bits: 4 | 8): Uint8Array {
  const whole = Float32Array.from(
    weight,
    (_, i) => (weight[(i % INTO) * OUT + Math.floor(i / INTO)] as number) + 2 ** (bits - 1),
  );
  return bits === 4 ? nibbles(whole) : Uint8Array.from(whole);
}

/** Two values a byte, the first in the low bits. */
function nibbles(values: Float32Array): Uint8Array {
  return Uint8Array.from(
    { length: values.length / 2 },
    (_, i) => ((values[2 * i] as number) & 0xf) | (((values[2 * i + 1] as number) & 0xf) << 4),
  );
}
