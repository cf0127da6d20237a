/** What a workflow needs that is not here: classes of nodes, and files of models. */
import type { WorkflowDocument } from '../document/types.ts';
import { nearestNames } from '../nearest.ts';
import { isWidgetInput, type NodeClasses } from '../node-class.ts';
import { EDITOR_CLASSES } from '../workflow/editor-classes.ts';
import { allNodes, type Place } from './places.ts';

export interface MissingClass {
  readonly type: string;
  readonly places: readonly Place[];
  /** Classes that are here, likeliest first. */
  readonly nearest: readonly string[];
}

export interface MissingModel {
  readonly wanted: string;
  /** Each input that wants it. */
  readonly uses: readonly (Place & { readonly input: string; readonly title: string })[];
  /** The files that its input can take. */
  readonly options: readonly string[];
  readonly best: string | null;
}

export function missingClasses(document: WorkflowDocument, classes: NodeClasses): MissingClass[] {
  const places = new Map<string, Place[]>();
  for (const { subgraph, node, value } of allNodes(document)) {
    const { type } = value;
    const isKnown =
      Object.hasOwn(classes, type) ||
      EDITOR_CLASSES.has(type) ||
      Object.hasOwn(document.subgraphs, type);
    if (!isKnown) places.set(type, [...(places.get(type) ?? []), { subgraph, node }]);
  }
  return [...places].map(([type, places]) => ({
    type,
    places,
    nearest: nearestClasses(type, classes),
  }));
}

/** Packs of nodes put their name behind that of a class: `KSampler (pack)`, `KSampler|pack`. */
function nearestClasses(type: string, classes: NodeClasses): string[] {
  const plain = type.replace(/\s*(?:\||\(|\/\/).*$/, '').replaceAll(/[\s_]+/g, '') || type;
  const byName = new Map<string, string>();
  for (const { id, title, aliases } of Object.values(classes)) {
    for (const name of [id, title, ...aliases]) byName.set(name.replaceAll(/[\s_]+/g, ''), id);
  }
  const exact = byName.get(plain);
  const near = nearestNames(plain, byName.keys()).flatMap((name) => byName.get(name) ?? []);
  return [...new Set(exact === undefined ? near : [exact, ...near])];
}

const MODEL_FILE = /\.(safetensors|sft|gguf|ckpt|pth?|bin|onnx)$/i;
const MODEL_INPUT = /^(ckpt|lora|vae|unet|clip|control_net|style_model|model)_name\d*$/;

export function missingModels(document: WorkflowDocument, classes: NodeClasses): MissingModel[] {
  const found = new Map<string, MissingModel>();
  for (const { subgraph, node, value } of allNodes(document)) {
    const nodeClass = Object.hasOwn(classes, value.type) ? classes[value.type] : undefined;
    for (const input of nodeClass?.inputs ?? []) {
      if (!isWidgetInput(input) || input.kind !== 'combo') continue;
      const wanted = value.values[input.name];
      if (typeof wanted !== 'string' || wanted === '' || input.options.includes(wanted)) continue;
      if (!MODEL_INPUT.test(input.name) && !MODEL_FILE.test(wanted)) continue;
      const key = JSON.stringify([wanted, input.options]);
      const use = {
        subgraph,
        node,
        input: input.name,
        title: value.title ?? nodeClass?.title ?? '',
      };
      const before = found.get(key);
      found.set(key, {
        wanted,
        uses: [...(before?.uses ?? []), use],
        options: input.options,
        best: before?.best ?? bestMatch(wanted, input.options),
      });
    }
  }
  return [...found.values()];
}

/** The same file in another folder, else the nearest name. */
export function bestMatch(wanted: string, options: readonly string[]): string | null {
  const name = fileName(wanted);
  const same = options.find((option) => fileName(option) === name);
  if (same !== undefined) return same;
  const stems = new Map(options.map((option) => [stemOf(fileName(option)), option]));
  const near = nearestNames(stemOf(name), stems.keys())[0];
  return near === undefined ? null : (stems.get(near) ?? null);
}

/** Whether they differ by the slashes of another system alone. */
export function isSamePath(a: string, b: string): boolean {
  return a.replaceAll('\\', '/') === b.replaceAll('\\', '/');
}

function fileName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).toLowerCase();
}

function stemOf(name: string): string {
  return name.replace(/\.[a-z]+$/, '');
}
