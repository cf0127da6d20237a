/** Tells the kinds of workflow files apart. */
import { UserError } from '../../errors.ts';
import { isObject, parseJson, type Json, type JsonObject } from '../json.ts';
import { jsonErrorPosition } from './json-error.ts';

export type WorkflowFile =
  /** What the server takes: nodes by id with class_type and inputs. */
  | { readonly format: 'api'; readonly prompt: JsonObject }
  /** What the editor saves: nodes with places, links with ids. Version 0.4 or 1. */
  | { readonly format: 'ui'; readonly workflow: JsonObject };

const DEEPEST = 1000;

/**
 * @param name of the file, for messages
 * @throws UserError `workflow_not_json` with line and column, `workflow_unknown`
 */
export function parseWorkflow(text: string, name: string): WorkflowFile {
  const json = parse(text.startsWith('\uFEFF') ? text.slice(1) : text, name);
  if (isObject(json) && Array.isArray(json['nodes'])) return { format: 'ui', workflow: json };
  if (isObject(json) && Object.values(json).length > 0 && Object.values(json).every(isApiNode)) {
    return { format: 'api', prompt: json };
  }
  throw new UserError(
    'workflow_unknown',
    `${name} is JSON but no workflow: it holds ${contentsOf(json)}.`,
    'Choose a file that was saved or exported as a workflow.',
  );
}

function parse(text: string, name: string): Json {
  if (text.trim() === '') {
    throw new UserError('workflow_not_json', `${name} is empty.`, 'Choose another file.');
  }
  try {
    const json = parseJson(text);
    if (isDeep(json)) throw new RangeError('nested too deeply');
    return json;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UserError(
        'workflow_not_json',
        `${name} is nested too deeply to be a workflow.`,
        'Choose another file.',
        { cause: error },
      );
    }
    const { line, column } = jsonErrorPosition(text) ?? { line: 1, column: 1 };
    throw new UserError(
      'workflow_not_json',
      `${name} is not JSON: line ${line}, column ${column} cannot be read.`,
      'Correct it there, or export the workflow again.',
      { cause: error },
    );
  }
}

/** Deeper than any workflow, and still far from what the writing of JSON can take. */
function isDeep(json: Json): boolean {
  let level: Json[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((item) =>
      Array.isArray(item) || isObject(item) ? Object.values(item) : [],
    );
  }
  return false;
}

function isApiNode(node: Json): boolean {
  return isObject(node) && 'class_type' in node;
}

function contentsOf(json: Json): string {
  if (Array.isArray(json)) return `a list of ${json.length}`;
  if (!isObject(json)) return json === null ? 'null' : `a ${typeof json}`;
  const names = Object.keys(json);
  if (names.length === 0) return 'an empty object';
  return `${names
    .slice(0, 5)
    .map((name) => JSON.stringify(name.slice(0, 40)))
    .join(', ')}${names.length > 5 ? ', …' : ''}`;
}
