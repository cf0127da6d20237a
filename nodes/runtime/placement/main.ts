/**
 * A process of its own in which ONNX Runtime places the nodes of a graph and says so in its log, which is all that is
 * wanted: whoever reads the log ends the process before it loads weights.
 */
import type { InferenceSession } from 'onnxruntime-node';
import { ort } from '../ort.ts';

export interface PlacementRequest {
  readonly bytes: Uint8Array;
  readonly options: InferenceSession.SessionOptions;
}

process.once('message', ({ bytes, options }: PlacementRequest) => {
  const verbose = { ...options, logSeverityLevel: 0 as const };
  ort.InferenceSession.create(bytes, verbose)
    .finally(() => process.exit())
    .catch(() => undefined);
});
