import type { InferenceSession } from 'onnxruntime-node';
import type { OnnxModel } from '../networks/onnx/graph-builder.ts';
import type { Device } from './device.ts';

/** How a graph is opened on a device: with the folder of its weights. */
export function optionsFor(model: OnnxModel, device: Device): InferenceSession.SessionOptions {
  const options = device.sessionOptions();
  if (model.weightsDir === null) return options;
  const session = {
    ...(options.extra?.['session'] as object | undefined),
    model_external_initializers_file_folder_path: model.weightsDir,
  };
  return { ...options, extra: { ...options.extra, session } };
}
