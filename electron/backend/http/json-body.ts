import { parseJson, type Json } from '../../../nodes/graph/json.ts';

/** Deep enough for every workflow, and far from the end of any stack. */
const DEEPEST = 1000;

/**
 * JSON of a request body: UTF-8, with or without byte order mark; nothing means `{}`.
 * @throws SyntaxError saying what is wrong with it
 */
export function parseBody(body: Uint8Array): Json {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw new SyntaxError('The body is not UTF-8 text.', { cause });
  }
  if (text.trim() === '') return {};
  if (depthOf(text) > DEEPEST) {
    throw new SyntaxError(`The body is nested more than ${DEEPEST} levels deep.`);
  }
  return parseJson(text);
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) inString = false;
    } else if (c === QUOTE) inString = true;
    else if (c === BRACE || c === BRACKET) deepest = Math.max(deepest, ++depth);
    else if (c === BRACE + 2 || c === BRACKET + 2) depth--;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
