import { posix, win32 } from 'node:path';

/** Whether a path is whole and of this machine: Windows signs in to whatever server a path names. */
export function isLocalPath(path: string, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return /^[a-z]:[\\/]/i.test(path) && win32.isAbsolute(path);
  return posix.isAbsolute(path) && !path.startsWith('//');
}
