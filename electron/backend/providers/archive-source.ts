import { UserError } from '../../../nodes/errors.ts';
import type { ByteSource } from '../downloads/transfer.ts';
import type { ProviderPackage } from './table.ts';

/** The one file of a provider, at its own host or a mirror of it that has the same paths. */
export function archiveSource({ title, archive }: ProviderPackage, mirror?: URL): ByteSource {
  const own = new URL(archive.url);
  const url = mirror ? new URL(`${mirror.href.replace(/\/$/, '')}${own.pathname}`) : own;
  const { bytes: size, sha256 } = archive;
  return {
    endpoint: url,
    token: () => null,
    locate: async () => ({ url, etag: sha256, size, sha256 }),
    async fetch(from, headers, signal) {
      const response = await fetch(from, { headers, signal }).catch((error: Error) => {
        signal.throwIfAborted();
        throw new UserError(
          'provider_unreachable',
          `${from.host} cannot be reached: ${reasonOf(error)}.`,
          'Check the connection; behind a proxy set HTTPS_PROXY, or give a mirror with --mirror.',
          { cause: error },
        );
      });
      // What an earlier try left is longer than the file: the transfer begins anew.
      if (response.ok || response.status === 416) return response;
      await response.body?.cancel();
      throw new UserError(
        'provider_unavailable',
        `${from.host} does not give the libraries of ${title} (${response.status}).`,
        'Try again in a while, or give a mirror with --mirror.',
      );
    },
  };
}

function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message || message : message;
}
