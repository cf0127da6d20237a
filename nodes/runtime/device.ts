import type { InferenceSession } from 'onnxruntime-node';

/** Operators that ONNX Runtime has fused but that are not right on every device: see the self-test. */
export const FUSED_OPERATORS = [
  'MultiHeadAttention',
  'RMSNormalization',
  'LayerNormalization',
  'Gelu',
  'RotaryEmbedding',
] as const;
/** Operators that only the CPU provider has; on other devices they would run on the CPU unseen. */
const CPU_OPERATORS = ['FusedMatMul', 'FastGelu'] as const;
export type TestedOperator = (typeof FUSED_OPERATORS)[number];
export type FusedOperator = TestedOperator | (typeof CPU_OPERATORS)[number];

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

/** Where networks run. */
export interface Device extends Target {
  readonly kind: 'cpu' | 'webgpu';
  readonly name: string;
  sessionOptions(): InferenceSession.SessionOptions;
}

/** So that attention logits of a large picture, where they are not fused, take no more of the memory than this. */
const CPU_LIMITS: DeviceLimits = { maxBufferBytes: 2 ** 30 };
/** What every WebGPU device binds at least. */
const WEBGPU_LIMITS: DeviceLimits = { maxBufferBytes: 2 ** 27 };

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
  tested: ReadonlySet<FusedOperator> = new Set(FUSED_OPERATORS),
): Device {
  return {
    kind: 'cpu',
    name: 'CPU',
    fused: new Set([...tested, ...CPU_OPERATORS]),
    arithmetic: 'float32',
    limits: CPU_LIMITS,
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

/** @param fused what the self-test found right */
export function webGpuDevice(fused: ReadonlySet<FusedOperator>): Device {
  return {
    kind: 'webgpu',
    name: 'WebGPU',
    fused,
    arithmetic: 'float32',
    limits: WEBGPU_LIMITS,
    sessionOptions: () => ({
      executionProviders: [{ name: 'webgpu' }],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      extra: SAME_ROUNDING,
    }),
  };
}
