/** How much room text takes in a node, without a font to measure: layouts are the same on every machine. */

/** Of one character in px, as wide as in the wider of the usual system fonts. */
const CHARACTER = 6.6;
const BOLD_CHARACTER = 7.6;

export function labelWidth(text: string): number {
  return Math.ceil(text.length * CHARACTER);
}

export function titleWidth(text: string): number {
  return Math.ceil(text.length * BOLD_CHARACTER);
}

/** Lines of a text that wraps, at least 1. @param width px */
export function lineCount(text: string, width: number): number {
  const most = Math.max(1, Math.floor(width / CHARACTER));
  return text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / most)), 0);
}
