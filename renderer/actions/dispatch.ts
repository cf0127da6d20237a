/** Runs actions by their keys. */
import { dialogs } from '../store/dialogs.ts';
import { keymap } from '../store/keymap.ts';
import { actionOf, runAction } from './index.ts';
import { keysOf, writesText } from './keys.ts';
import { isMac } from './platform.ts';

const FIELDS = 'input, textarea, select, [contenteditable=true], [role=textbox]';

/** Listens until the returned function is called. */
export function listenForKeys(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = keysOf(event, isMac);
    const isField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
    if (isField && (writesText(keys) || isEditing(keys))) return;
    const id = keymap.getState().actionFor(keys);
    if (id === undefined || isByBrowser(id, keys)) return;
    event.preventDefault();
    // A modal dialog has the keyboard: nothing happens behind it, and nothing of the browser's either.
    if (dialogs.getState().open) return;
    if (event.repeat && actionOf(id)?.isRepeated !== true) return;
    runAction(id);
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

function isByBrowser(id: string, keys: string): boolean {
  const action = actionOf(id);
  return action?.isByBrowser === true && action.keys?.includes(keys) === true;
}

/** Keys that a field answers itself. */
function isEditing(keys: string): boolean {
  return /^(Delete|Backspace|Enter|Escape|Home|End|((mod|Alt)\+)?(Shift\+)?Arrow\w+|mod\+[ACVXYZ]|mod\+Shift\+[VZ])$/.test(
    keys,
  );
}
