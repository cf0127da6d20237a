import { homedir } from 'node:os';
import { join } from 'node:path';

/** `TACA_DATA`, or where programs of this platform keep a user's data. */
export function userDataFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home = homedir(),
): string {
  if (env['TACA_DATA']) return env['TACA_DATA'];
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'TACA Studio');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'TACA Studio');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'taca-studio');
}
