/** Keys as actions name them, and as the keyboard gives them. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const MODIFIERS = ['mod', 'Alt', 'Shift'] as const;
const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', Esc: 'Escape' };

/**
 * The keys of an event in the form that actions use, modifiers first: `mod+Shift+K`. Letters and digits are told by
 * their place when a modifier changes what they write.
 */
export function keysOf(event: Pressed, isMac: boolean): string {
  const isDown = {
    mod: isMac ? event.metaKey : event.ctrlKey,
    Alt: event.altKey,
    Shift: event.shiftKey,
  };
  const key = nameOf(event);
  // Shift is part of what a sign is: "?" is no "Shift+?".
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key);
  const modifiers = MODIFIERS.filter((name) => isDown[name] && !(name === 'Shift' && isSign));
  return [...modifiers, key].join('+');
}

function nameOf({ key, code, altKey, ctrlKey, metaKey, shiftKey }: Pressed): string {
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  const isChanged = altKey || ((ctrlKey || metaKey) && shiftKey);
  if (place && (isChanged || /^[a-z]$/i.test(key)))
    return /^[a-z]$/i.test(key) ? key.toUpperCase() : place;
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** As shown to people: `Ctrl Shift K`, or `⌘⇧K` on a Mac. */
export function shownKeys(keys: string, isMac: boolean): string {
  const signs: Readonly<Record<string, string>> = isMac
    ? { mod: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Escape: 'Esc', Delete: '⌦', Backspace: '⌫' }
    : { mod: 'Ctrl', Escape: 'Esc', Delete: 'Del' };
  const parts = splitKeys(keys).map((part) => signs[part] ?? part);
  return parts.join(isMac ? '' : ' ');
}

/** `mod++` is mod and the plus key. */
export function splitKeys(keys: string): string[] {
  return keys.endsWith('+')
    ? [...keys.slice(0, -1).split('+').filter(Boolean), '+']
    : keys.split('+');
}

/** A letter, digit or sign alone writes in a field: it acts outside only. */
export function writesText(keys: string): boolean {
  return keys.length === 1 || keys === 'Space' || /^Shift\+.$/.test(keys);
}
