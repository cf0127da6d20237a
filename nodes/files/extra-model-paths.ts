/** The models of an existing ComfyUI: its own `models`, and what its extra_model_paths.yaml names. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { folderKey, type ModelRoot } from './model-folders.ts';

const FILE = 'extra_model_paths.yaml';
const LARGEST = 1024 * 1024;
/** Keys of a section that name no folder of models. */
const NO_FOLDER = new Set(['base_path', 'is_default', 'custom_nodes']);
const sections = z.record(z.string(), z.record(z.string(), z.unknown()).nullable());

/**
 * Model folders in search order.
 * @param path ComfyUI's folder, its `models`, or an extra_model_paths.yaml anywhere
 * @throws UserError `comfyui_not_found`, `extra_model_paths_invalid`
 */
export function comfyUiModels(path: string): ModelRoot[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return inOrder(readExtraModelPaths(path));
  if (!stats?.isDirectory()) {
    throw new UserError(
      'comfyui_not_found',
      `There is no folder ${path}.`,
      "Choose ComfyUI's folder, or its extra_model_paths.yaml.",
    );
  }
  const own = isFolder(join(path, 'models')) ? join(path, 'models') : path;
  const home = own === path && basename(path) === 'models' ? dirname(path) : path;
  const file = join(home, FILE);
  const extra = statSync(file, { throwIfNoEntry: false }) ? readExtraModelPaths(file) : [];
  return inOrder([{ root: own, isDefault: false }, ...extra]);
}

interface Section {
  readonly root: ModelRoot;
  /** Searched before the others. */
  readonly isDefault: boolean;
}

function inOrder(found: readonly Section[]): ModelRoot[] {
  const rank = ({ isDefault }: Section) => (isDefault ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b)).map(({ root }) => root);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** One root per section. */
function readExtraModelPaths(file: string): Section[] {
  const fail = (what: string, cause?: unknown) =>
    new UserError(
      'extra_model_paths_invalid',
      `${file} ${what}.`,
      'Correct the file, or choose ComfyUI’s folder without it.',
      { cause },
    );
  if (statSync(file).size > LARGEST) throw fail('is larger than 1 MiB');
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fail(`is not YAML (${(error as Error).message.split('\n')[0]})`, error);
  }
  const { data, error } = sections.safeParse(content ?? {});
  if (error) throw fail('has a section that is no list of folders', error);
  return Object.values(data).flatMap((section) => {
    if (section === null) return [];
    return [{ root: rootOf(section, dirname(file)), isDefault: section['is_default'] === true }];
  });
}

/** A relative `base_path` counts from the file; a folder without `base_path` too. */
function rootOf(
  section: Readonly<Record<string, unknown>>,
  folder: string,
): Record<string, string[]> {
  const told = section['base_path'];
  const base = typeof told === 'string' ? resolve(folder, expand(told)) : folder;
  const root: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(section)) {
    if (NO_FOLDER.has(name) || typeof value !== 'string') continue;
    const places = value
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => line !== '')
      .map((line) => resolve(base, expand(line)));
    const key = folderKey(name);
    root[key] = [...(root[key] ?? []), ...places];
  }
  return root;
}

/** `~` and variables of the environment, as ComfyUI expands them. */
function expand(path: string): string {
  return path
    .replace(/^~(?=$|[/\\])/, homedir())
    .replaceAll(/\$\{(\w+)\}|\$(\w+)|%(\w+)%/g, (whole, a?: string, b?: string, c?: string) => {
      const name = a ?? b ?? c ?? '';
      return process.env[name] ?? whole;
    });
}
