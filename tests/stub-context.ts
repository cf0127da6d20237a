import { createModelStore } from '../nodes/runtime/model-store.ts';
import { cpu } from '../nodes/runtime/device.ts';
import type { OutputFile, RunContext } from '../nodes/run-context.ts';
import type { Workspace } from '../nodes/files/workspace.ts';

/** A run context that keeps in memory what a node writes, shows and says. */
export function stubContext(given: Partial<RunContext> = {}) {
  const written = new Map<string, Uint8Array>();
  const shown: Record<string, readonly OutputFile[]> = {};
  const notices: string[] = [];
  const steps: [number, number][] = [];
  const files: Workspace = {
    model: () => '',
    input: () => '',
    cacheDir: '',
    reserve(type, prefix, extension) {
      const filename = `${prefix}_${String(written.size + 1).padStart(5, '0')}_.${extension}`;
      const write = async (bytes: Uint8Array) => void written.set(filename, bytes);
      written.set(filename, new Uint8Array());
      return { filename, subfolder: '', type, write };
    },
  };
  const context: RunContext = {
    nodeId: '1',
    device: cpu,
    models: createModelStore(Infinity),
    precision: 'auto',
    files,
    metadata: { prompt: {}, extraPngInfo: {} },
    progress: async (value, max) => void steps.push([value, max]),
    checkpoint: async () => {},
    show: (ui) => void Object.assign(shown, ui),
    notice: (message) => void notices.push(message),
    ...given,
  };
  return { context, written, shown, notices, steps };
}
