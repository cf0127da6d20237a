import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { providerPackages, type ProviderPackage } from './table.ts';

/** Where all providers lie. */
function rootOf(data: string): string {
  return join(data, 'providers');
}

/** Where one lies; it has this name once it is whole. */
export function folderOf(data: string, { name, version }: ProviderPackage): string {
  return join(rootOf(data), `${name}-${version}`);
}

export function isInstalled(data: string, provider: ProviderPackage): boolean {
  const folder = folderOf(data, provider);
  return provider.members.every((member) => existsSync(join(folder, basename(member))));
}

/** @throws UserError `provider_unknown` where this system has none of that name */
export function findProvider(
  name: string,
  packages: readonly ProviderPackage[] = providerPackages(),
): ProviderPackage {
  const found = packages.find((one) => one.name === name);
  if (found) return found;
  const names = packages.map((one) => one.name).join(', ');
  throw new UserError(
    'provider_unknown',
    `There is no provider "${name}" for ${process.platform} on ${process.arch}.`,
    names === '' ? 'Choose another device: webgpu works on most.' : `There is: ${names}.`,
  );
}

/** Deletes all versions of a provider, and what came of unfinished downloads. @returns whether there was anything */
export async function removeProvider(data: string, name: string): Promise<boolean> {
  const root = rootOf(data);
  const found = (await readdir(root).catch(() => [])).filter((entry) =>
    entry.startsWith(`${name}-`),
  );
  for (const entry of found) await rm(join(root, entry), { recursive: true });
  return found.length > 0;
}
