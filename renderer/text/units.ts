import { t } from './text.ts';

/** 23.8 GB, 512 MB: decimal, as disks and Hugging Face count. */
export function shownBytes(bytes: number): string {
  if (bytes >= 1e9) return t('unit.gb', { n: (bytes / 1e9).toFixed(1) });
  if (bytes >= 1e8) return t('unit.mb', { n: Math.round(bytes / 1e6) });
  if (bytes >= 1e6) return t('unit.mb', { n: (bytes / 1e6).toFixed(1) });
  if (bytes >= 1e3) return t('unit.kb', { n: Math.round(bytes / 1e3) });
  return t('unit.bytes', { n: bytes });
}

/** 40 s, about 3 min. */
export function shownSeconds(seconds: number): string {
  if (seconds < 90) return t('unit.seconds', { n: Math.max(1, Math.round(seconds)) });
  if (seconds < 90 * 60) return t('unit.minutes', { n: Math.round(seconds / 60) });
  return t('unit.hours', { n: Math.round(seconds / 3600) });
}
