import type { Replacement } from './prompt-weight.ts';

/** Types a replacement into a text field as a person would, so that the field's own undo knows it. */
export function replaceText(area: HTMLTextAreaElement, change: Replacement): void {
  area.setSelectionRange(change.from, change.to);
  // The only way to write that a text field's undo keeps.
  document.execCommand('insertText', false, change.by);
  area.setSelectionRange(change.start, change.end);
}
