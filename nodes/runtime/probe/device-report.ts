/** What a graphics device is able to do, found by using it. */
import { GraphBuilder } from '../../networks/onnx/graph-builder.ts';
import { gpuDevice, LEAST_LIMITS, type Device, type DeviceKind } from '../device.ts';
import { selfTest, type OperatorTest } from '../self-test.ts';
import { Session } from '../session.ts';

/** Sizes that are tried, in bytes: more than the largest tensor of a network at 2048 x 2048 is of no use. */
const BUFFERS = [2 ** 28, 2 ** 29, 2 ** 30, 2 ** 31 - 2 ** 20];
const FLOAT16 = 10;
const FLOAT32 = 1;

export interface ProbeRequest {
  readonly kind: Exclude<DeviceKind, 'cpu'>;
  readonly index: number;
}

export interface DeviceReport {
  readonly tests: readonly OperatorTest[];
  /** Whether it computes in 16 bit. */
  readonly float16: boolean;
  /** Bytes of the largest tensor that it was seen to hold. */
  readonly maxBufferBytes: number;
}

/** @throws what its plain operators throw: it is of no use then */
export async function reportOf({ kind, index }: ProbeRequest): Promise<DeviceReport> {
  const openIn = (arithmetic: Device['arithmetic']) => (fused: Device['fused']) =>
    gpuDevice({
      kind,
      index,
      name: kind,
      fused,
      arithmetic,
      limits: LEAST_LIMITS,
      memory: null,
    });
  const plain = openIn('float32')(new Set());
  const float16 = await computesInFloat16(withoutFallback(plain));
  return {
    tests: await selfTest(openIn(float16 ? 'float16' : 'float32')),
    float16,
    maxBufferBytes: await largestBuffer(plain),
  };
}

/** A device that opens no session of which a node would run on the CPU. */
function withoutFallback(device: Device): Device {
  return {
    ...device,
    sessionOptions() {
      const options = device.sessionOptions();
      return {
        ...options,
        extra: { ...options.extra, session: { disable_cpu_ep_fallback: '1' } },
      };
    },
  };
}

/** Whether a product in 16 bit comes out right. */
async function computesInFloat16(device: Device): Promise<boolean> {
  const b = new GraphBuilder();
  const x = b.input('x', 'float32', [8, 8]);
  const half = b.op('Cast', [x], { to: { int: FLOAT16 } });
  const product = b.op('MatMul', [half, half]);
  b.output('y', b.op('Cast', [product], { to: { int: FLOAT32 } }));
  const data = new Float32Array(64).fill(0.25);
  try {
    const session = await Session.open(b.build(), device);
    const { y } = await session.run({ x: { data, shape: [8, 8] } });
    await session.release();
    return y !== undefined && y.data.every((value) => value === 0.5);
  } catch {
    return false;
  }
}

/** The largest of `BUFFERS` that can be written and read; the least that every device takes where none can. */
async function largestBuffer(device: Device): Promise<number> {
  const b = new GraphBuilder();
  const x = b.input('x', 'float32', [1]);
  const length = b.input('length', 'int64', [1]);
  const filled = b.op('Expand', [x, length]);
  b.output('y', b.op('Slice', [filled, b.ints([-1]), b.ints([2 ** 40])]));
  const session = await Session.open(b.build(), device);
  let largest = LEAST_LIMITS.maxBufferBytes;
  try {
    for (const bytes of BUFFERS) {
      const ints = BigInt64Array.of(BigInt(bytes / 4));
      const feeds = {
        x: { data: Float32Array.of(7), shape: [1] },
        length: { ints, shape: [1] },
      };
      const { y } = await session.run(feeds);
      if (y?.data[0] !== 7) break;
      largest = bytes;
    }
  } catch {
    // It took no more.
  } finally {
    await session.release();
  }
  return largest;
}
