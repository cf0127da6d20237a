/** Which inputs of a workflow its form shows: kept in the file as `extra.taca.form`. */
import type { Draft } from 'immer';
import { readId, writeId } from '../../nodes/graph/document/ids.ts';
import type { NodeId, WorkflowDocument } from '../../nodes/graph/document/types.ts';
import { isObject, type Json, type JsonObject } from '../../nodes/graph/json.ts';

/** An input of a node of the outermost graph. */
export interface FormInput {
  readonly node: NodeId;
  readonly input: string;
  /** Null: the input's own name. */
  readonly label: string | null;
}

/** In their order; null when none were chosen. What makes no sense is left out. */
export function chosenInputs(document: WorkflowDocument): readonly FormInput[] | null {
  const form = member(member(document.rest['extra'], 'taca'), 'form');
  if (!Array.isArray(form)) return null;
  return form.flatMap((entry) => {
    const node = readId(member(entry, 'node'));
    const input = member(entry, 'input');
    const label = member(entry, 'label');
    if (node === null || typeof input !== 'string') return [];
    return [{ node, input, label: typeof label === 'string' && label !== '' ? label : null }];
  });
}

/** Writes the list; other members of `extra` stay. */
export function chooseInputs(draft: Draft<WorkflowDocument>, inputs: readonly FormInput[]): void {
  const extra = objectOf(draft.rest['extra']);
  draft.rest['extra'] = {
    ...extra,
    taca: {
      ...objectOf(extra['taca']),
      form: inputs.map(({ node, input, label }) => ({
        node: writeId(node),
        input,
        ...(label !== null && { label }),
      })),
    },
  };
}

export function isSameInput(a: FormInput, b: Pick<FormInput, 'node' | 'input'>): boolean {
  return a.node === b.node && a.input === b.input;
}

/** Without it where it is there, else with it behind the others. */
export function toggled(
  inputs: readonly FormInput[],
  input: Pick<FormInput, 'node' | 'input'>,
): FormInput[] {
  const others = inputs.filter((one) => !isSameInput(one, input));
  return others.length < inputs.length ? others : [...inputs, { ...input, label: null }];
}

/** @param to its place in the new list */
export function moved(inputs: readonly FormInput[], from: number, to: number): FormInput[] {
  const list = [...inputs];
  const [input] = list.splice(from, 1);
  if (input) list.splice(to, 0, input);
  return list;
}

function member(json: Json | undefined, name: string): Json | undefined {
  return isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

function objectOf(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}
