/** Tells what a model file is from its header: nothing is loaded, and no problem of the file is an exception. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../errors.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { describeWeights } from './describe-weights.ts';
import { loraFacts } from './lora-facts.ts';
import { problemOf, type ModelFacts, type ModelGroup, type ModelProblem } from './model-facts.ts';
import { partsBeside } from './parts-beside.ts';

/** What each of ComfyUI's folders is for. */
const GROUPS: Readonly<Record<string, ModelGroup>> = {
  checkpoints: 'checkpoint',
  diffusion_models: 'transformer',
  text_encoders: 'text-encoder',
  vae: 'vae',
  loras: 'lora',
};
const PLACES: Readonly<Record<ModelGroup, string>> = {
  checkpoint: 'checkpoints',
  transformer: 'diffusion_models',
  'text-encoder': 'text_encoders',
  vae: 'vae',
  lora: 'loras',
  other: '',
};

export interface InspectedModel extends ModelFacts {
  /** Bytes of the file with its other parts, or of all files of a folder. */
  readonly size: number;
  readonly isFolder: boolean;
}

/**
 * @param path a file, or the folder of a diffusers pipeline
 * @param folder ComfyUI's key of the models folder it lies in
 */
export function inspectModel(path: string, folder: string): InspectedModel {
  const group = GROUPS[folder] ?? 'other';
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  try {
    const size = isFolder ? sizeOf(path) : sumOf(partsBeside(path));
    return { ...inFolder(factsOf(path), folder), size, isFolder };
  } catch (error) {
    return {
      group,
      kind: 'Unknown',
      parts: [],
      rank: null,
      precision: null,
      problem: asProblem(error, path),
      size: sizeOf(path),
      isFolder,
    };
  }
}

function asProblem(error: unknown, path: string): ModelProblem {
  if (error instanceof UserError) return problemOf(error, path);
  return { code: 'weights_unreadable', message: String(error), cure: 'Download the file again.' };
}

function factsOf(path: string): ModelFacts {
  if (existsSync(join(path, 'model_index.json'))) return pipelineFacts(path);
  const source = openWeights(path);
  return describeWeights(source, path) ?? loraFacts(source, path) ?? unknown();
}

/** A diffusers pipeline: its transformer, and the folders beside it. */
function pipelineFacts(path: string): ModelFacts {
  const folders = readdirSync(path).filter((name) => existsSync(join(path, name, 'config.json')));
  if (!folders.includes('transformer')) return { ...unknown(), kind: 'Diffusers folder' };
  const transformer = describeWeights(openWeights(join(path, 'transformer')), path) ?? unknown();
  const parts = folders
    .filter((name) => /^(text_encoder|vae)/.test(name))
    .flatMap((name) => {
      const facts = describeWeights(openWeights(join(path, name)), path);
      return facts ? [facts.kind] : [];
    });
  return { ...transformer, group: 'checkpoint', parts };
}

function unknown(): ModelFacts {
  return {
    group: 'other',
    kind: 'Unknown',
    parts: [],
    rank: null,
    precision: null,
    problem: {
      code: 'weights_other_model',
      message: 'Of an unknown kind: its tensors have no names of a model that is supported.',
      cure: 'Use weights of SD3, SD3.5 or FLUX.1.',
    },
  };
}

/** Adds what is wrong about the place of a file that is right in itself. */
function inFolder(facts: ModelFacts, folder: string): ModelFacts {
  const wanted = GROUPS[folder];
  if (facts.problem) return facts;
  if (wanted === undefined) {
    return {
      ...facts,
      problem: {
        code: 'no_node',
        message: `No node reads from ${folder}.`,
        cure: `Put the file into ${PLACES[facts.group]}.`,
      },
    };
  }
  const fits = facts.group === wanted || (facts.group === 'checkpoint' && wanted !== 'lora');
  const partOfCheckpoint = wanted === 'checkpoint' && facts.group === 'transformer';
  if (fits || partOfCheckpoint) return { ...facts, group: wanted };
  return {
    ...facts,
    problem: {
      code: 'wrong_folder',
      message: `${facts.kind} in ${folder}, where no node looks for it.`,
      cure: `Move the file into ${PLACES[facts.group]}.`,
    },
  };
}

function sizeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  return sumOf(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

function sumOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + sizeOfFile(path), 0);
}

function sizeOfFile(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Changes when the file does. */
export function identityOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? `${stats.size}:${stats.mtimeMs}:${stats.ino}:${basename(path)}` : '';
}
