import { dirname } from 'node:path';
import { Interrupted } from '../../nodes/errors.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { findModel, networksOf } from '../../nodes/loading/model-networks.ts';
import {
  clearConverted,
  convertedFiles,
  type ConvertedFile,
} from '../../nodes/networks/weights/prepare/converted-files.ts';
import { inGigabytes } from '../../nodes/runtime/in-gigabytes.ts';
import { createModelStore } from '../../nodes/runtime/model-store.ts';
import { openDevice } from '../../nodes/runtime/open-device.ts';
import { providerEnvironment } from '../backend/providers/environment.ts';
import { openConfiguration } from '../backend/settings/configuration.ts';
import { memoryBudget, modelsBudget } from '../engine/memory-budget.ts';
import { EXIT } from './exit-codes.ts';
import type { PrepareArguments } from './prepare-arguments.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

/** `taca-studio prepare`: converts weights ahead of their first use, or tells of what was converted. @throws UserError */
export async function prepare(args: PrepareArguments): Promise<number> {
  if (args.action === 'convert') return convert(args);
  const { cacheDir } = createWorkspace({ models: [], bundledModels: '', data: args.data });
  if (args.action === 'clear') print(`${inGigabytes(clearConverted(cacheDir))} were freed.`);
  else list(convertedFiles(cacheDir));
  return EXIT.ok;
}

function list(files: readonly ConvertedFile[]): void {
  for (const { path, bytes, precision, sources, isUnfinished } of files) {
    const [first] = sources;
    const source = first ? (sources.length > 1 ? dirname(first.path) : first.path) : path;
    const state = isUnfinished ? ', unfinished' : '';
    print(`${inGigabytes(bytes)}  ${precision}${state}  ${source}`);
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  print(files.length > 0 ? `${inGigabytes(total)} in all` : 'No weights were converted.');
}

async function convert(args: Extract<PrepareArguments, { action: 'convert' }>): Promise<number> {
  const { data } = args;
  const configuration = openConfiguration(data, { models: args.models });
  const usual = configuration.engine();
  const precision = args.precision ?? usual.precision ?? 'auto';
  const models = configuration.models();
  const files = createWorkspace({ models, bundledModels: BUNDLED_MODELS, data });
  const networks = networksOf(findModel(args.model, files), files);
  // For the processes that test devices.
  Object.assign(process.env, providerEnvironment(data));
  const { device } = await openDevice(args.device ?? usual.device, { cacheDir: files.cacheDir });
  let isInterrupted = false;
  process.once('SIGINT', () => (isInterrupted = true));
  for (const network of networks) {
    const { title } = network;
    const line = progressLine(title);
    try {
      await network.prepare({
        device,
        files,
        precision,
        models: createModelStore(modelsBudget(memoryBudget(usual.memory), device)),
        notice: (message) => line.above(message),
        checkpoint: () => Promise.resolve(),
        async progress(done, total) {
          if (isInterrupted) throw new Interrupted();
          line.show(done, total);
        },
      });
    } catch (error) {
      line.end();
      if (!(error instanceof Interrupted)) throw error;
      print('Interrupted. The next time it goes on from here.');
      return EXIT.interrupted;
    }
    line.end();
    print(`${title}: ${line.wasShown ? 'converted' : 'nothing to convert'}.`);
  }
  return EXIT.ok;
}

const LINE_EVERY_MS = 5000;

/** On a terminal one line that changes; elsewhere a line now and then. */
function progressLine(title: string) {
  const screen = process.stderr;
  let next = Date.now() + LINE_EVERY_MS;
  let wasShown = false;
  const clear = () => void (screen.isTTY && screen.write('\r\x1b[K'));
  return {
    get wasShown() {
      return wasShown;
    },
    show(done: number, total: number) {
      wasShown = true;
      const text = `${title}: ${Math.floor((100 * done) / total)} %, ${done} of ${total} MB`;
      if (screen.isTTY) screen.write(`\r\x1b[K${text}`);
      else if (Date.now() >= next) {
        next = Date.now() + LINE_EVERY_MS;
        screen.write(`${text}\n`);
      }
    },
    above(message: string) {
      clear();
      screen.write(`${message}\n`);
    },
    end: clear,
  };
}
