import type { ByteSource } from './transfer.ts';

/** The same source of a file whose checksum is known beforehand. */
export function pinned(source: ByteSource, sha256: string): ByteSource {
  return {
    endpoint: source.endpoint,
    token: () => source.token(),
    fetch: (...asked) => source.fetch(...asked),
    locate: async (...asked) => ({ ...(await source.locate(...asked)), sha256 }),
  };
}
