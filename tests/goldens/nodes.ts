/** Runs nodes by name, as a graph would, outside of any server. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { registry } from '../../nodes/index.ts';
import type { RunContext } from '../../nodes/run-context.ts';
import type { Device } from '../../nodes/runtime/device.ts';
import { createModelStore } from '../../nodes/runtime/model-store.ts';

/** @param models folders searched before the bundled models */
export function runContext(device: Device, models: readonly string[] = []): RunContext {
  return {
    nodeId: '1',
    device,
    models: createModelStore(Infinity),
    precision: 'auto',
    files: createWorkspace({
      models,
      bundledModels: join(import.meta.dirname, '../../models'),
      data: mkdtempSync(join(tmpdir(), 'taca-goldens-')),
    }),
    metadata: { prompt: {}, extraPngInfo: {} },
    progress: async () => {},
    checkpoint: async () => {},
    show: () => {},
    notice: () => {},
  };
}

/** Outputs of a node by name, in slot order. @throws RangeError when inputs are missing, or not the node's */
export async function runNode(
  id: string,
  inputs: Readonly<Record<string, unknown>>,
  context: RunContext,
): Promise<Record<string, unknown>> {
  const node = registry[id];
  if (!node) throw new RangeError(`no node ${id}`);
  const wrong = Object.keys(inputs).filter((name) => !(name in node.inputs));
  const missing = Object.entries(node.inputs).filter(
    ([name, input]) => !input.optional && inputs[name] === undefined,
  );
  if (wrong.length || missing.length) {
    throw new RangeError(
      `${id}: unknown ${wrong.join()}; missing ${missing.map(([n]) => n).join()}`,
    );
  }
  return { ...(await node.run(inputs, context)) };
}
