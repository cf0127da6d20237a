/** Numbers and times as a person reads them. */
import { t } from './text.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/** What two decimals can show. */
const SHORTEST_MS = 10;

/** "0.02 s", "4.3 s", "1 min 20 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(SHORTEST_MS, ms) / 1000;
  if (seconds < 60) return t('time.s', { s: seconds.toFixed(seconds < 1 ? 2 : 1) });
  return formatAbout(ms);
}

/** In whole seconds, for what is not known exactly. */
export function formatAbout(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const min = Math.floor(seconds / 60);
  if (min === 0) return t('time.s', { s: seconds });
  if (min >= 60) return t('time.h', { h: Math.floor(min / 60), min: min % 60 });
  return seconds % 60 === 0 ? t('time.min', { min }) : t('time.minS', { min, s: seconds % 60 });
}

/** "2nd" */
export function formatOrdinal(n: number): string {
  const form = ordinals.select(n);
  const known = form === 'one' || form === 'two' || form === 'few' ? form : 'other';
  return t(`ordinal.${known}`, { n });
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

/** The time of day; of another day also the day. @param at milliseconds since 1970 */
export function formatMoment(at: number, now = Date.now()): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}
