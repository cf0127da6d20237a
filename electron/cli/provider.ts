import { setGlobalProxyFromEnv } from 'node:http';
import {
  findProvider,
  isInstalled,
  folderOf,
  removeProvider,
} from '../backend/providers/installed.ts';
import { installProvider } from '../backend/providers/install.ts';
import { providerPackages } from '../backend/providers/table.ts';
import type { ProviderArguments } from './device-arguments.ts';
import { EXIT } from './exit-codes.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const MB = 1e6;

/** `taca-studio provider`. @throws UserError what is wrong */
export async function provider(args: ProviderArguments): Promise<number> {
  if (args.action === 'list') list(args.data);
  else if (args.action === 'install') return install(args);
  else {
    const { data, name } = args;
    const wasThere = await removeProvider(data, findProvider(name).name);
    print(wasThere ? `${name} was removed.` : `${name} is not installed.`);
  }
  return EXIT.ok;
}

function list(data: string): void {
  const packages = providerPackages();
  if (packages.length === 0) print('There are none for this system.');
  for (const one of packages) {
    const state = isInstalled(data, one)
      ? `installed in ${folderOf(data, one)}`
      : `not installed; ${Math.round(one.archive.bytes / MB)} MB to download`;
    print(`${one.name}  ${one.title} for ONNX Runtime ${one.version}: ${state}`);
    print(`      needs ${one.needs}`);
  }
}

async function install(args: Extract<ProviderArguments, { action: 'install' }>): Promise<number> {
  const { data, name, mirror } = args;
  const found = findProvider(name);
  setGlobalProxyFromEnv();
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const onProgress = progressLine();
    const folder = await installProvider(found, { data, mirror, onProgress, signal: abort.signal });
    print(`${found.title} is in ${folder}.`);
    print(`It needs ${found.needs}. Try it: taca-studio devices --device ${name}`);
    return EXIT.ok;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    process.stderr.write('\nInterrupted; what came is kept.\n');
    return EXIT.interrupted;
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/** A line that changes on a terminal; nothing elsewhere. */
function progressLine(): (received: number, size: number) => void {
  const screen = process.stderr;
  if (!screen.isTTY) return () => undefined;
  return (received, size) => {
    const text = `${Math.round(received / MB)} of ${Math.round(size / MB)} MB`;
    screen.write(`\r\x1b[K${text}${received >= size ? '\n' : ''}`);
  };
}
