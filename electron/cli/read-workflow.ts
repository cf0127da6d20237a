import { readFileSync } from 'node:fs';
import { UserError } from '../../nodes/errors.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { layoutsOfRegistry } from '../../nodes/graph/workflow/class-layout.ts';
import { readWorkflowFile } from '../../nodes/graph/workflow/embedded/read-workflow-file.ts';
import { uiToApi } from '../../nodes/graph/workflow/ui-to-api.ts';

export interface ReadWorkflow {
  /** API format. */
  readonly prompt: JsonObject;
  /** The editor's format, when the file has it. */
  readonly workflow: JsonObject | null;
  /** What could not be carried over into the prompt. */
  readonly problems: readonly string[];
}

/**
 * Reads API or editor JSON, or a picture with either inside.
 * @throws UserError `file_unreadable`, `workflow_not_json`, `workflow_unknown`, `no_workflow`
 */
export async function readWorkflow(path: string, registry: Registry): Promise<ReadWorkflow> {
  const content = await readWorkflowFile(readBytes(path), path);
  if (content.kind !== 'workflow') throw noWorkflow(path, content);
  const { prompt, workflow } = content;
  if (prompt) return { prompt, workflow, problems: [] };
  return { ...uiToApi(workflow ?? {}, layoutsOfRegistry(registry)), workflow };
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

function noWorkflow(
  path: string,
  content: { kind: 'weights' } | { kind: 'picture'; hasParameters: boolean },
): UserError {
  const found =
    content.kind === 'weights'
      ? 'is a file of weights, not a workflow.'
      : content.hasParameters
        ? 'holds the parameters of another program, but no workflow.'
        : 'is a picture without a workflow inside.';
  return new UserError(
    'no_workflow',
    `${path} ${found}`,
    'Choose a picture that ComfyUI or TACA Studio saved, or a workflow file.',
  );
}
