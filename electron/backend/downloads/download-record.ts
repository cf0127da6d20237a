import { z } from 'zod';
import { download } from '../../protocol/downloads.ts';

/** A download in the journal: enough to go on with after a restart. */
export const downloadRecord = download.omit({ received: true, bytesPerSecond: true }).extend({
  etag: z.string().nullable(),
  sourceEtag: z.string().nullable(),
  /** Which its checksum must be; null: the one that the repository tells. */
  sha256: z.string().nullable().default(null),
});
export type DownloadRecord = z.infer<typeof downloadRecord>;

export const downloadJournal = z.object({ downloads: z.array(downloadRecord) });

/** Those in the journal that a restart goes on with by itself. */
export function goesOn({ state }: DownloadRecord): boolean {
  return state === 'waiting' || state === 'running' || state === 'checking';
}
