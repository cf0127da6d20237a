import { fork } from 'node:child_process';
import type { OnnxModel } from '../../networks/onnx/graph-builder.ts';
import { optionsFor } from '../session-options.ts';
import type { Device } from '../device.ts';
import type { PlacementRequest } from './main.ts';
import { parsePlacement, tellsPlacement, type Placement } from './parse-placement.ts';

const ENTRY = new URL('./main.ts', import.meta.url);
const PATIENCE_MS = 300_000;

/**
 * Where the nodes of a graph run on a device. Another process asks ONNX Runtime, so that the session that computes need
 * not log; it is ended before it holds weights.
 * @returns null where that cannot be found out
 */
export function findPlacement(model: OnnxModel, device: Device): Promise<Placement | null> {
  const request: PlacementRequest = {
    bytes: model.bytes,
    options: probing(optionsFor(model, device)),
  };
  return new Promise((resolve) => {
    const child = fork(ENTRY, [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        if (tellsPlacement(log)) child.kill('SIGKILL');
      });
    }
    child.on('error', () => undefined);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(parsePlacement(log));
    });
    child.send(request, () => undefined);
  });
}

/** Weights are not converted for a graph that never runs; what conversions are left out shows as Casts. */
function probing(options: PlacementRequest['options']): PlacementRequest['options'] {
  const { extra } = options;
  const optimization = extra?.['optimization'] as Record<string, string> | undefined;
  const left = [optimization?.['disable_specified_optimizers'], 'ConstantFolding'];
  const disabled = left.filter((name) => name !== undefined).join(';');
  return {
    ...options,
    extra: { ...extra, optimization: { ...optimization, disable_specified_optimizers: disabled } },
  };
}
