/** All words that a person reads come from here, so that another language is another record of texts. */
import { en } from './en/index.ts';

export type TextKey = keyof typeof en;
export type TextValues = Readonly<Record<string, string | number | bigint>>;

const plurals = new Intl.PluralRules('en');

/** The text of a key, with {names} replaced by values. */
export function t(key: TextKey, values: TextValues = {}): string {
  const forms = en[key].split('|');
  const isOne = 'count' in values && plurals.select(Number(values['count'])) === 'one';
  const form = (isOne ? forms[0] : forms.at(-1)) ?? key;
  return form.replace(/\{(\w+)\}/g, (_match, name: string) => String(values[name] ?? ''));
}
