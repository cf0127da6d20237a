import type { OnnxModel } from '../networks/onnx/graph-builder.ts';
import type { Tensor } from '../tensor.ts';
import type { Device } from './device.ts';
import { optionsFor } from './session-options.ts';
import type { InferenceSession } from 'onnxruntime-node';

/** int64 input, e.g. token ids. */
export interface Ints {
  readonly ints: BigInt64Array;
  readonly shape: readonly number[];
}

/** A network loaded on a device. `run` blocks the thread while it computes. */
export class Session {
  private readonly session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.session = session;
  }

  static async open(model: OnnxModel, device: Device): Promise<Session> {
    const { ort } = await import('./ort.ts');
    const session = await ort.InferenceSession.create(model.bytes, optionsFor(model, device));
    device.opened?.(model);
    return new Session(session);
  }

  /** Names of what `run` takes. */
  get inputs(): readonly string[] {
    return this.session.inputNames;
  }

  async run(feeds: Readonly<Record<string, Tensor | Ints>>): Promise<Record<string, Tensor>> {
    const { ort } = await import('./ort.ts');
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, value]) => [
        name,
        'ints' in value
          ? new ort.Tensor('int64', value.ints, value.shape)
          : new ort.Tensor('float32', value.data, value.shape),
      ]),
    );
    const outputs = await this.session.run(inputs);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [
        name,
        { data: value.data as Float32Array, shape: value.dims },
      ]),
    );
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
