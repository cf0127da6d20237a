/** Where a text stops being JSON; engines tell this in different words, or not at all. */

export interface TextPosition {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** The first place that is not JSON (RFC 8259), or null when all of it is. */
export function jsonErrorPosition(text: string): TextPosition | null {
  const offset = errorOffset(text);
  if (offset === null) return null;
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

function errorOffset(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = skipSpace(text, 0);
  for (; at < text.length; at = skipSpace(text, at)) {
    const char = text[at];
    if (expected === ', or end') {
      const inside = open.at(-1);
      if (char === ',' && inside) expected = inside === '{' ? 'key' : 'value';
      else if (inside && char === closing(inside)) open.pop();
      else return at;
      at++;
    } else if (expected === ':') {
      if (char !== ':') return at;
      expected = 'value';
      at++;
    } else if (
      (expected === 'key or }' && char === '}') ||
      (expected === 'value or ]' && char === ']')
    ) {
      open.pop();
      expected = ', or end';
      at++;
    } else if (expected === 'key' || expected === 'key or }') {
      const end = char === '"' ? stringEnd(text, at) : null;
      if (end === null) return at;
      expected = ':';
      at = end;
    } else if (char === '{' || char === '[') {
      open.push(char);
      expected = char === '{' ? 'key or }' : 'value or ]';
      at++;
    } else {
      const end = char === '"' ? stringEnd(text, at) : wordEnd(text, at);
      if (end === null) return at;
      expected = ', or end';
      at = end;
    }
  }
  return expected === ', or end' && open.length === 0 ? null : at;
}

function closing(open: '{' | '['): '}' | ']' {
  return open === '{' ? '}' : ']';
}

function skipSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && ' \t\n\r'.includes(text[i] ?? '')) i++;
  return i;
}

/** Offset behind the string that starts at `at`. */
function stringEnd(text: string, at: number): number | null {
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '"') return i + 1;
    if (char < ' ') return null;
    if (char !== '\\') continue;
    const length = /^(?:["\\/bfnrt]|u[\da-f]{4})/i.exec(text.slice(i + 1, i + 6))?.[0].length;
    if (length === undefined) return null;
    i += length;
  }
  return null;
}

const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

function wordEnd(text: string, at: number): number | null {
  WORD.lastIndex = at;
  return WORD.test(text) ? WORD.lastIndex : null;
}
