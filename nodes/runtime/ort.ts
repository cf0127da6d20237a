/** The one place that loads ONNX Runtime. */
import ort from 'onnxruntime-node';

/**
 * On Node 24, which has Float16Array, ONNX Runtime's binding misreads float16 tensors ("not enough space: expected N, got 0").
 * It maps its array types once, at the first tensor; made without Float16Array in sight, float16 travels as Uint16Array.
 */
const scope = globalThis as { Float16Array?: unknown };
const float16Array = scope.Float16Array;
scope.Float16Array = undefined;
void new ort.Tensor('uint8', new Uint8Array(1), [1]);
scope.Float16Array = float16Array;

export { ort };
