import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BackendCommand } from './backend-process.ts';

interface Places {
  /** The folder of package.json: the checkout, or the archive of the packed app. */
  readonly root: string;
  readonly resources: string;
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
}

/** How to start the server. Plain Node reads no archive, so what it runs lies beside it. */
export function backendCommand(
  { root, resources, isPackaged, platform }: Places,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): BackendCommand {
  const folder = isPackaged ? join(resources, 'app.asar.unpacked') : root;
  const node = isPackaged
    ? join(resources, 'engine', platform === 'win32' ? 'node.exe' : 'node')
    : createRequire(join(root, 'package.json')).resolve('node/bin/node');
  return { node, script: join(folder, 'bin', 'taca-studio.mjs'), args, env: plain(env) };
}

/** Without what would change how Node runs, or tell the server that npm started it. */
function plain(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(NODE_|ELECTRON_|npm_)/i.test(entry[0]),
    ),
  );
}
