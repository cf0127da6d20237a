/** What of a prompt is to run when it runs up to some nodes. */
import { isObject, type Json, type JsonObject } from '../../../nodes/graph/json.ts';
import type { NodeClasses } from '../../../nodes/graph/node-class.ts';

export interface Partial {
  readonly prompt: JsonObject;
  /** Output nodes to run for. */
  readonly targets: readonly string[];
  /** Nodes that make nothing that can be shown. */
  readonly unseen: readonly string[];
}

/** Ends in the name of what is added to show a picture; the rest is the node that it belongs to. */
export const SHOWN = 'shown';

/**
 * Runs up to the given nodes: output nodes as they are; behind others a preview of their picture, or of their latent
 * decoded by a VAE of the prompt.
 */
export function runUpTo(prompt: JsonObject, ids: readonly string[], classes: NodeClasses): Partial {
  const added: JsonObject = {};
  const targets: string[] = [];
  const unseen: string[] = [];
  for (const id of ids.filter((id) => Object.hasOwn(prompt, id))) {
    const info = classOf(prompt[id], classes);
    const picture = slotOf(info, 'IMAGE');
    const latent = slotOf(info, 'LATENT');
    const vae = outputOf(prompt, classes, 'VAE');
    if (info?.isOutput) targets.push(id);
    else if (picture >= 0) targets.push(show(added, id, [id, picture]));
    else if (latent >= 0 && vae) {
      added[`${id}:decoded`] = node('VAEDecode', { samples: [id, latent], vae: [...vae] });
      targets.push(show(added, id, [`${id}:decoded`, 0]));
    } else unseen.push(id);
  }
  const whole = { ...prompt, ...added };
  const needed = neededBy(whole, targets);
  const kept = Object.entries(whole).filter(([id]) => needed.has(id));
  return { prompt: Object.fromEntries(kept), targets, unseen };
}

/** The given nodes and all that feed them. */
export function neededBy(prompt: JsonObject, ids: readonly string[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const left = [...ids];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    const inputs = inputsOf(prompt[id]);
    for (const value of Object.values(inputs)) if (isLink(value)) left.push(value[0]);
  }
  return needed;
}

function show(added: JsonObject, id: string, picture: Json[]): string {
  const preview = `${id}:${SHOWN}`;
  added[preview] = node('PreviewImage', { images: picture });
  return preview;
}

function node(type: string, inputs: JsonObject): JsonObject {
  return { class_type: type, inputs };
}

function classOf(json: Json | undefined, classes: NodeClasses) {
  const type = typeOf(json);
  return Object.hasOwn(classes, type) ? classes[type] : undefined;
}

/** The class of a node in a prompt; '' when it has none. */
export function typeOf(json: Json | undefined): string {
  const type = isObject(json) ? json['class_type'] : null;
  return typeof type === 'string' ? type : '';
}

function slotOf(info: NodeClasses[string] | undefined, type: string): number {
  return info?.outputs.findIndex((output) => output.type === type) ?? -1;
}

function outputOf(prompt: JsonObject, classes: NodeClasses, type: string): [string, number] | null {
  for (const [id, json] of Object.entries(prompt)) {
    const slot = slotOf(classOf(json, classes), type);
    if (slot >= 0) return [id, slot];
  }
  return null;
}

function inputsOf(json: Json | undefined): JsonObject {
  const inputs = isObject(json) ? json['inputs'] : null;
  return isObject(inputs) ? inputs : {};
}

function isLink(value: Json): value is [string, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'number'
  );
}
