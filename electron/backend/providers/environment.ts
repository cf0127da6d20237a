import { existsSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { folderOf, isInstalled } from './installed.ts';
import { providerPackages } from './table.ts';

const RUNTIME = 'libonnxruntime.so.1';

/**
 * Environment of a process in which ONNX Runtime finds the providers that are installed. It looks for them where its own
 * library was loaded from: it is loaded through a link that lies beside them, which is made anew as the program may move.
 */
export function providerEnvironment(data: string, env = process.env): NodeJS.ProcessEnv {
  const [provider] = providerPackages().filter((one) => isInstalled(data, one));
  if (!provider) return env;
  const folder = folderOf(data, provider);
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const libraries = join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
  link(join(libraries, RUNTIME), join(folder, RUNTIME));
  const paths = [folder, env['LD_LIBRARY_PATH']].filter((path) => path);
  return { ...env, LD_LIBRARY_PATH: paths.join(delimiter) };
}

function link(target: string, path: string): void {
  try {
    if (existsSync(path) && readlinkSync(path) === target) return;
    rmSync(path, { force: true });
    symlinkSync(target, path);
  } catch {
    // Another process makes the same link, or the folder cannot be written: CUDA then says what it lacks.
  }
}
