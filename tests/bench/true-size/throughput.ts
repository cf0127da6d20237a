/**
 * `node throughput.ts JSON`: billions of operations a second of matrix products in ONNX Runtime on the CPU, the best of several.
 * JSON: `{threads}`. Prints `Throughput`.
 */
import { GraphBuilder, type Value } from '../../../nodes/networks/onnx/graph-builder.ts';
import { DATA_TYPE, type OnnxType } from '../../../nodes/networks/onnx/messages.ts';
import { cpuDevice } from '../../../nodes/runtime/device.ts';
import { Session } from '../../../nodes/runtime/session.ts';
import { tensor } from '../../../nodes/tensor.ts';

/** Tokens of a pair of 512 x 512 pictures; width and inner width of SD3.5-medium. */
const [ROWS, INTO, OUT] = [2048, 1536, 6144];
const ROUNDS = 12;

export interface Throughput {
  readonly float32: number;
  readonly int8: number;
}

const { threads } = JSON.parse(process.argv[2] ?? '{}') as { threads: number };
const weights = Float32Array.from({ length: INTO * OUT }, (_, i) => (i % 251) - 125);
const measured: Throughput = {
  float32: await best((b, x) => b.op('MatMul', [x, b.floats(weights, [INTO, OUT])])),
  int8: await best((b, x) => {
    const columns = cast(b, b.floats(weights, [INTO, OUT]), 'int8');
    return b.op('MatMulInteger', [cast(b, x, 'uint8'), columns]);
  }),
};
console.log(JSON.stringify(measured));

/** @param product of rows [ROWS, INTO] and [INTO, OUT]; one value of it leaves the session, not to measure copies */
async function best(product: (b: GraphBuilder, x: Value) => Value): Promise<number> {
  const b = new GraphBuilder();
  const all = product(b, b.input('x', 'float32', [ROWS, INTO]));
  b.output('one', cast(b, b.op('Slice', [all, b.ints([0, 0]), b.ints([1, 1])]), 'float32'));
  const session = await Session.open(b.build(), cpuDevice(threads));
  const x = tensor(
    Float32Array.from({ length: ROWS * INTO }, (_, i) => i % 255),
    [ROWS, INTO],
  );
  let seconds = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await session.run({ x });
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  await session.release();
  return (2 * ROWS * INTO * OUT) / seconds / 1e9;
}

function cast(b: GraphBuilder, value: Value, type: OnnxType): Value {
  return b.op('Cast', [value], { to: { int: DATA_TYPE[type] } });
}
