import type { Download } from '../../../electron/protocol/downloads.ts';
import { t } from '../../text/text.ts';
import { shownBytes, shownSeconds } from '../../text/units.ts';

/** From 0 to 1; null as long as the size is not known. */
export function shareOf({ received, size }: Download): number | null {
  return size === null || size === 0 ? null : Math.min(1, received / size);
}

/** How far a download is, in a line. */
export function stateOf(download: Download): string {
  const { state, received, size, bytesPerSecond, problem, verified } = download;
  const percent = Math.floor(100 * (shareOf(download) ?? 0));
  switch (state) {
    case 'waiting':
      return t('download.waiting');
    case 'checking':
      return t('download.checking', { percent });
    case 'paused':
      return t('download.paused', { percent });
    case 'failed':
      return problem ? `${problem.message} ${problem.cure}` : '';
    case 'done':
      return [shownBytes(size ?? received), verified && t('download.verified')]
        .filter(Boolean)
        .join(' · ');
    case 'running': {
      if (size === null) return shownBytes(received);
      const amount = t('download.progress', {
        received: shownBytes(received),
        size: shownBytes(size),
      });
      if (!bytesPerSecond) return amount;
      const left = t('download.left', {
        speed: shownBytes(Math.round(bytesPerSecond)),
        time: shownSeconds((size - received) / bytesPerSecond),
      });
      return `${amount} · ${left}`;
    }
    default:
      return state satisfies never;
  }
}
