import type { OnnxModel } from '../networks/onnx/graph-builder.ts';
import type { InferenceSession } from 'onnxruntime-node';

/** Operators that ONNX Runtime has fused but that are not right on every device: see the self-test. */
export const FUSED_OPERATORS = [
  'MultiHeadAttention',
  'RMSNormalization',
  'LayerNormalization',
  'Gelu',
  'RotaryEmbedding',
  'DividedAttention',
] as const;
/** Products that not every device gets right; those of float16 and of int8 activations are not asked of every device. */
export const PRODUCTS = [
  'MatMulNBits8',
  'MatMulNBits4',
  'MatMulInteger',
  'UnpackedInt4',
  'HalfMatMul',
  'HalfMatMulNBits8',
  'HalfMatMulNBits4',
] as const;
/** Operators that only the CPU provider has; on other devices they would run on the CPU unseen. */
const CPU_OPERATORS = ['FusedMatMul', 'FastGelu'] as const;
export type TestedOperator = (typeof FUSED_OPERATORS)[number] | (typeof PRODUCTS)[number];
export type FusedOperator = TestedOperator | (typeof CPU_OPERATORS)[number];

/** What the self-test tests: what graphs for such a device may be made of. */
export function testedOn({
  kind,
  arithmetic,
}: Pick<Device, 'kind' | 'arithmetic'>): readonly TestedOperator[] {
  const isHalf = (operator: TestedOperator) => operator.startsWith('Half');
  const isInt8 = (operator: TestedOperator) =>
    operator === 'MatMulInteger' || operator === 'UnpackedInt4';
  return [...FUSED_OPERATORS, ...PRODUCTS].filter(
    (operator) =>
      (arithmetic === 'float16' || !isHalf(operator)) && (kind === 'cpu' || !isInt8(operator)),
  );
}

export interface DeviceLimits {
  /** Bytes of the largest tensor that the device can hold. */
  readonly maxBufferBytes: number;
}

/** What a graph must know of the device that it is built for. */
export interface Target {
  /** Fused operators that are right on this device; the graph builder decomposes the others. */
  readonly fused: ReadonlySet<FusedOperator>;
  /** Of products; norms, attention logits and what blocks hand on are always float32. */
  readonly arithmetic: 'float32' | 'float16';
  readonly limits: DeviceLimits;
}

/** Graphics cards by the programs that reach them, and the CPU. */
export const DEVICE_KINDS = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** Where networks run. */
export interface Device extends Target {
  readonly kind: DeviceKind;
  readonly name: string;
  /** Bytes of its own memory; null where it has none or none is known. */
  readonly memory: number | null;
  /** Is told of each network that is opened on it. */
  readonly opened?: (model: OnnxModel) => void;
  sessionOptions(): InferenceSession.SessionOptions;
}

/** So that attention logits of a large picture, where they are not fused, take no more of the memory than this. */
const CPU_LIMITS: DeviceLimits = { maxBufferBytes: 2 ** 30 };
/** What every WebGPU device binds at least. */
export const LEAST_LIMITS: DeviceLimits = { maxBufferBytes: 2 ** 27 };

/**
 * ONNX Runtime joins Add and LayerNormalization where it can infer their shapes. It infers fewer in a graph with low-rank
 * branches, which would then round otherwise than one without: a LoRA at strength 0 would not be without effect.
 */
const SAME_ROUNDING = { optimization: { disable_specified_optimizers: 'SkipLayerNormFusion' } };

/**
 * Waiting threads look for work this long before they sleep. Not to look costs 40 % of a step; to look longer takes the cores
 * from the sessions that run next.
 */
const SPINNING = { intra_op: { allow_spinning: '1', spin_duration_us: '200' } };

/**
 * @param threads 0: as many as there are physical cores
 * @param tested what the self-test found right; everything when absent
 */
export function cpuDevice(
  threads: number,
  tested: ReadonlySet<FusedOperator> = new Set(testedOn({ kind: 'cpu', arithmetic: 'float32' })),
): Device {
  return {
    kind: 'cpu',
    name: 'CPU',
    fused: new Set([...tested, ...CPU_OPERATORS]),
    arithmetic: 'float32',
    limits: CPU_LIMITS,
    memory: null,
    sessionOptions: () => ({
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
      extra: { ...SAME_ROUNDING, session: SPINNING },
    }),
  };
}

export const cpu: Device = cpuDevice(0);

export interface GpuOptions {
  readonly kind: Exclude<DeviceKind, 'cpu'>;
  /** Which of several cards; CUDA and DirectML alone can be told. */
  readonly index: number;
  readonly name: string;
  /** What the self-test found right. */
  readonly fused: ReadonlySet<FusedOperator>;
  readonly arithmetic: Target['arithmetic'];
  readonly limits: DeviceLimits;
  readonly memory: number | null;
}

export function gpuDevice({ index, ...described }: GpuOptions): Device {
  const { kind } = described;
  const provider = kind === 'cuda' || kind === 'dml' ? { name: kind, deviceId: index } : kind;
  return {
    ...described,
    sessionOptions: () => ({
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: SAME_ROUNDING,
      // DirectML takes neither.
      ...(kind === 'dml' && { enableMemPattern: false, executionMode: 'sequential' }),
    }),
  };
}
