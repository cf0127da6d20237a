import { readFileSync } from 'node:fs';
import { UserError } from '../../nodes/errors.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { parseWorkflow } from '../../nodes/graph/workflow/parse-workflow.ts';
import { layoutsOfRegistry } from '../../nodes/graph/workflow/class-layout.ts';
import { uiToApi } from '../../nodes/graph/workflow/ui-to-api.ts';
import { readTextChunks } from '../../nodes/image/png-metadata.ts';

export interface ReadWorkflow {
  /** API format. */
  readonly prompt: JsonObject;
  /** The editor's format, when the file has it. */
  readonly workflow: JsonObject | null;
  /** What could not be carried over into the prompt. */
  readonly problems: readonly string[];
}

/**
 * Reads API or editor JSON, or a PNG with either inside.
 * @throws UserError `file_unreadable`, `workflow_not_json`, `workflow_unknown`, `no_workflow`
 */
export function readWorkflow(path: string, registry: Registry): ReadWorkflow {
  const bytes = readBytes(path);
  const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  return isPng ? fromPng(bytes, path, registry) : fromText(decode(bytes), path, registry);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      'file_unreadable',
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
      'Name a workflow file, or a picture with a workflow inside.',
      { cause: error },
    );
  }
}

/** UTF-16 is told by its byte order mark; everything else is UTF-8. */
function decode(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16LE() : 0;
  if (mark === 0xfeff) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfffe) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8');
}

function fromText(text: string, name: string, registry: Registry): ReadWorkflow {
  const file = parseWorkflow(text, name);
  if (file.format === 'api') return { prompt: file.prompt, workflow: null, problems: [] };
  return { ...uiToApi(file.workflow, layoutsOfRegistry(registry)), workflow: file.workflow };
}

/** `prompt` is what made the picture, `workflow` how the editor shows it. */
function fromPng(bytes: Buffer, name: string, registry: Registry): ReadWorkflow {
  const texts = readTextChunks(bytes);
  const [workflow, prompt] = ['workflow', 'prompt'].map((keyword) => {
    const text = texts.get(keyword);
    return text === undefined ? null : parseWorkflow(withoutNaN(text), `the ${keyword} in ${name}`);
  });
  const ui = workflow?.format === 'ui' ? workflow.workflow : null;
  if (prompt?.format === 'api') return { prompt: prompt.prompt, workflow: ui, problems: [] };
  if (ui) return { ...uiToApi(ui, layoutsOfRegistry(registry)), workflow: ui };
  throw new UserError(
    'no_workflow',
    texts.has('parameters')
      ? `${name} holds the parameters of another program, but no workflow.`
      : `${name} is a picture without a workflow inside.`,
    'Choose a picture that ComfyUI or TACA Studio saved, or a workflow file.',
  );
}

/** Python writes NaN, which is no JSON, where a node's state was unknown. */
function withoutNaN(text: string): string {
  return text.replaceAll(/([[,:]\s*)NaN(?=\s*[\],}])/g, '$1null');
}
