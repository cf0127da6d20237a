import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** As in `providers`: what CUDA needs beside ONNX Runtime. */
const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';
const RUNTIME = 'libonnxruntime.so.1';

/** Whether ONNX Runtime finds CUDA's provider: it looks where its own library was loaded from. */
export function hasCudaLibrary(env: NodeJS.ProcessEnv = process.env): boolean {
  const folders = (env['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((path) => path !== '');
  const loadedFrom = folders.find((folder) => existsSync(join(folder, RUNTIME))) ?? ownFolder();
  return existsSync(join(loadedFrom, CUDA_LIBRARY));
}

/** Where the package has its libraries. */
function ownFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}
