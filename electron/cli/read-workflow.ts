import { readFileSync } from 'node:fs';
import { UserError } from '../../nodes/errors.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import { isObject, parseJson, type JsonObject } from '../../nodes/graph/json.ts';
import type { InputChange } from './set-inputs.ts';

export interface ReadWorkflow {
  readonly prompt: JsonObject;
  readonly workflow: ((changes: readonly InputChange[]) => JsonObject) | null;
}

export function readWorkflow(path: string, _registry: Registry): ReadWorkflow {
  const json = parseJson(readFileSync(path, 'utf8'));
  if (!isObject(json)) throw new UserError('x', 'x', 'x');
  return { prompt: json, workflow: null };
}
