/** The parts of the window, gone through by keys. */
import type { Action } from './action.ts';

const FOCUSABLE =
  'button:not([disabled]), input, textarea, select, a[href], [tabindex]:not([tabindex="-1"])';

/** Values of `data-part`. */
const ORDER = ['title', 'rail', 'left', 'canvas', 'right', 'drawer', 'status'];

function focusPart(step: 1 | -1): void {
  const parts = ORDER.flatMap((name) => [
    ...document.querySelectorAll<HTMLElement>(`[data-part=${name}]`),
  ]).filter((part) => part.checkVisibility());
  if (parts.length === 0) return;
  const current = parts.findIndex((part) => part.contains(document.activeElement));
  const start = current < 0 && step < 0 ? parts.length : current;
  const part = parts[(start + step + parts.length) % parts.length];
  const target = part?.matches('[tabindex]') ? part : part?.querySelector<HTMLElement>(FOCUSABLE);
  // A key pressed with Ctrl shows no focus by itself.
  target?.focus({ focusVisible: true });
}

export const regionActions: readonly Action[] = [
  {
    id: 'view.nextPart',
    title: 'action.view.nextPart',
    section: 'view',
    keys: ['mod+F6'],
    run: () => focusPart(1),
  },
  {
    id: 'view.previousPart',
    title: 'action.view.previousPart',
    section: 'view',
    keys: ['mod+Shift+F6'],
    run: () => focusPart(-1),
  },
];
