/** The networks of a model that are converted ahead of their first use. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Workspace } from '../files/workspace.ts';
import { modelValue } from '../loaders/checkpoint.ts';
import { towersInFolder, towersOf, type Towers } from '../loaders/towers.ts';
import { recognise, wrongModel } from '../networks/weights/layouts/recognise.ts';
import {
  openTransformer,
  transformerOf,
  type OpenedTransformer,
} from '../networks/weights/open-transformer.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import type { LoadContext } from './choose-for.ts';
import { planTower } from './plan-tower.ts';
import { planTransformer } from './plan-transformer.ts';

export interface ModelNetwork {
  /** For people. */
  readonly title: string;
  /** Converts it to the precision that the context asks for, as its first use would. @throws what converting throws */
  prepare(context: LoadContext): Promise<unknown>;
}

const FOLDERS = ['checkpoints', 'diffusion_models', 'text_encoders'] as const;
const TOWER_TITLES: Readonly<Record<keyof Towers, string>> = {
  clipL: 'CLIP-L',
  clipG: 'CLIP-G',
  t5: 'T5',
};

/** @param name a path, or a name in one of the models' folders. @throws UserError `model_not_found` */
export function findModel(name: string, files: Pick<Workspace, 'model'>): string {
  if (existsSync(name)) return name;
  for (const folder of FOLDERS) {
    try {
      return files.model(folder, name);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  throw new UserError(
    'model_not_found',
    `There is no file or folder "${name}", nor one among the ${FOLDERS.join(', ')}.`,
    'Give the path of a model, or its name as the loaders list it.',
  );
}

/** @throws UserError `weights_other_model` and what is wrong with the files */
export function networksOf(path: string, files: Pick<Workspace, 'model'>): readonly ModelNetwork[] {
  if (existsSync(join(path, 'transformer'))) {
    const transformer = openTransformer(join(path, 'transformer'));
    const components = new Set(readdirSync(path));
    return [
      ofTransformer(transformer),
      ...ofTowers(towersInFolder(path, components, transformer.family)),
    ];
  }
  const source = openWeights(path);
  const has = (...wanted: string[]) =>
    recognise(source).some(({ network }) => wanted.includes(network));
  const transformer = has('sd3', 'flux') ? transformerOf(source) : null;
  const towers = towersOf(source, path, transformer?.family ?? 'flux', files);
  const found = [...(transformer ? [ofTransformer(transformer)] : []), ...ofTowers(towers)];
  if (found.length > 0) return found;
  throw wrongModel(source, 'a transformer of SD3, SD3.5 or FLUX.1, or a text encoder of theirs');
}

function ofTransformer(transformer: OpenedTransformer): ModelNetwork {
  return {
    title: 'transformer',
    prepare: (context) =>
      planTransformer({ ...modelValue(transformer), precision: context.precision }, context),
  };
}

function ofTowers(towers: Towers): readonly ModelNetwork[] {
  return (Object.keys(TOWER_TITLES) as (keyof Towers)[]).flatMap((tower) => {
    const source = towers[tower];
    if (!source) return [];
    const prepare = (context: LoadContext) => planTower(source, 0, [1, source.length], context);
    return [{ title: TOWER_TITLES[tower], prepare }];
  });
}
