/** Nodes of the editor alone: no server has their classes, and no prompt holds them. */
export const EDITOR_CLASSES: ReadonlySet<string> = new Set([
  'PrimitiveNode',
  'Reroute',
  'Note',
  'MarkdownNote',
]);
