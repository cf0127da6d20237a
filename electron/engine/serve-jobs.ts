import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { UserError } from '../../nodes/errors.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { registry } from '../../nodes/index.ts';
import type { Device } from '../../nodes/runtime/device.ts';
import { createModelStore } from '../../nodes/runtime/model-store.ts';
import { openDevice, type OpenedDevice } from '../../nodes/runtime/open-device.ts';
import type { DeviceInfo } from '../protocol/device.ts';
import type { EngineSettings, FromEngine, ToEngine } from '../protocol/engine.ts';
import type { ExecutionJob, ExecutionResult } from '../protocol/execution.ts';
import { describeDevice, fallenInWords, withNetwork } from './describe-device.ts';
import { encodePreview } from './encode-preview.ts';
import { createDiskCache } from './executor/disk-cache.ts';
import { execute } from './executor/execute.ts';
import { createNodeCache } from './executor/node-cache.ts';
import { memoryBudget, modelsBudget } from './memory-budget.ts';
import { warmUp } from './warm-up.ts';

/** Both can change what comes out of the same inputs. */
const PROGRAM = `${manifest.version} ${manifest.dependencies['onnxruntime-node']}`;

const MEMORY_EVERY_MS = 2000;

/** Runs the jobs that the parent process sends, one after another, until it goes. */
export async function serveJobs(argument: string): Promise<void> {
  const settings = JSON.parse(argument) as EngineSettings;
  const files = createWorkspace({ ...settings, bundledModels: BUNDLED_MODELS });
  const budget = memoryBudget(settings.memory);
  const cache = createNodeCache(
    budget.results,
    createDiskCache(join(files.cacheDir, 'results'), budget.disk),
  );
  let info: DeviceInfo | null = null;
  const device = openDevice(settings.device, {
    threads: settings.threads,
    cacheDir: files.cacheDir,
    ...(settings.maxBuffer !== undefined && { maxBufferBytes: settings.maxBuffer }),
    onPlacement(placement) {
      if (!info) return;
      const fallen = fallenInWords(placement);
      if (fallen !== null) process.stderr.write(`${fallen}\n`);
      info = withNetwork(info, placement);
      tell({ type: 'ready', device: info });
    },
  });
  const models = device.then(({ device }) => createModelStore(modelsBudget(budget, device)));
  models.catch(() => undefined);
  let interrupted: string | null = null;
  let isWanted = false;
  let queue = Promise.resolve();

  const tell = (message: FromEngine) => void process.send?.(message);
  const precision = settings.precision ?? 'auto';
  const program = { program: PROGRAM, registry, cache, precision, encodePreview };
  const worldOn = async (device: Device) => ({ ...program, device, models: await models });
  const run = async (job: ExecutionJob) => {
    const { id } = job;
    const result = await runOn(device, job, async (opened) =>
      execute(job, {
        ...(await worldOn(opened)),
        files: settings.rerunsJobs ? files.forJob(id) : files,
        emit: (event) => tell({ type: 'event', id, event }),
        interrupted: () => interrupted === id,
      }),
    );
    tell({ type: 'finished', id, result });
  };
  const free = async ({ unloadModels, freeMemory }: Extract<ToEngine, { type: 'free' }>) => {
    if (unloadModels)
      await models.then(
        (store) => store.clear(),
        () => undefined,
      );
    if (freeMemory) cache.clear();
  };

  const prepare = async () => {
    if (isWanted) return;
    const { device: opened } = await device;
    const interrupted = () => isWanted;
    const emit = () => undefined;
    const { status } = await warmUp({ ...(await worldOn(opened)), files, emit, interrupted });
    if (status === 'success') process.stderr.write('The bundled model is loaded.\n');
  };

  // Ctrl+C in a terminal reaches every process of the group; the parent decides what it means.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
  process.on('message', (message: ToEngine) => {
    if (message.type === 'run') isWanted = true;
    if (message.type === 'interrupt') interrupted = message.id;
    else queue = queue.then(() => (message.type === 'run' ? run(message.job) : free(message)));
  });

  await import('../../nodes/runtime/ort.ts');
  const tellMemory = () => tell({ type: 'memory', used: process.memoryUsage.rss() });
  setInterval(tellMemory, MEMORY_EVERY_MS).unref();
  tellMemory();
  try {
    info = describeDevice(await device, settings.threads, budget.total);
    tell({ type: 'ready', device: info });
    if (settings.warmsUp) queue = queue.then(prepare);
  } catch (error) {
    const reason = error instanceof UserError ? `${error.message} ${error.cure}` : String(error);
    tell({ type: 'unavailable', reason });
  }
}

/** A device that cannot be opened is an error of each job, with its cure. */
async function runOn(
  device: Promise<OpenedDevice>,
  job: ExecutionJob,
  execute: (device: Device) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  let opened: Device;
  try {
    ({ device: opened } = await device);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, cure } = error;
    const node = job.targets[0] ?? '';
    return {
      status: 'error',
      error: { node, nodeType: '', code, message, cure, stack: [], inputs: {}, executed: [] },
    };
  }
  return execute(opened);
}
