import type { InferenceSession } from 'onnxruntime-node';

/** Operators that exist fused in ONNX Runtime but are not right on every device: see the self-test. */
export type FusedOperator =
  | 'MultiHeadAttention'
  | 'SkipLayerNormalization'
  | 'RMSNormalization'
  | 'LayerNormalization'
  | 'Gelu';

/** Where networks run. */
export interface Device {
  readonly kind: 'cpu' | 'webgpu';
  readonly name: string;
  /** Fused operators that passed this device's self-test; the graph builder decomposes the others. */
  readonly fused: ReadonlySet<FusedOperator>;
  sessionOptions(): InferenceSession.SessionOptions;
}

export const cpu: Device = {
  kind: 'cpu',
  name: 'CPU',
  fused: new Set([
    'MultiHeadAttention',
    'SkipLayerNormalization',
    'RMSNormalization',
    'LayerNormalization',
    'Gelu',
  ]),
  sessionOptions: () => ({
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  }),
};
