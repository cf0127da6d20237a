import { statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { asUserError } from '../../../nodes/files/atomic-write.ts';
import { comfyUiModels } from '../../../nodes/files/extra-model-paths.ts';
import { makeFolder } from '../../../nodes/files/make-folder.ts';
import type { ModelRoot } from '../../../nodes/files/model-folders.ts';
import type { EngineSettings } from '../../protocol/engine.ts';
import type { Problem } from '../../protocol/studio-models.ts';
import {
  studioSettings,
  type FixedSettings,
  type SettingsChange,
  type StudioSettings,
} from '../../protocol/studio-settings.ts';
import { openJsonFile } from './json-file.ts';

const DEFAULTS: StudioSettings = {
  version: 1,
  device: 'cpu',
  threads: 0,
  memoryBudget: null,
  modelFolders: [],
  comfyui: null,
  downloadFolder: null,
};

/** What the server and the engine run with: the settings file, and the command line before it. */
export interface Configuration {
  readonly settings: StudioSettings;
  readonly fixed: FixedSettings;
  readonly problems: readonly Problem[];
  /** Where models are looked for, before the bundled ones. */
  models(): readonly ModelRoot[];
  readonly downloadFolder: string;
  engine(): EngineSettings;
  /** @throws UserError `folder_not_found`, `comfyui_not_found`, `extra_model_paths_invalid`, `memory_budget` */
  change(change: SettingsChange): Promise<void>;
}

/**
 * @param data the folder that gets everything; the settings are in its `user`
 * @throws UserError `output_unwritable`, `disk_full`
 */
export function openConfiguration(data: string, fixed: FixedSettings): Configuration {
  const user = join(resolve(data), 'user');
  try {
    makeFolder(user);
  } catch (error) {
    throw asUserError(error, user);
  }
  const file = openJsonFile(join(user, 'studio-settings.json'), studioSettings, DEFAULTS);
  const own = join(resolve(data), 'models');
  const downloadFolder = () => file.value.downloadFolder ?? own;

  const comfyUi = (): { roots: readonly ModelRoot[]; problem: Problem | null } => {
    const { comfyui } = file.value;
    if (comfyui === null) return { roots: [], problem: null };
    try {
      return { roots: comfyUiModels(comfyui), problem: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { code, message, cure } = error;
      return { roots: [], problem: { code, message, cure } };
    }
  };
  const models = () => [
    ...new Set<ModelRoot>([
      ...fixed.models.map((path) => resolve(path)),
      ...file.value.modelFolders,
      downloadFolder(),
      own,
      ...comfyUi().roots,
    ]),
  ];

  return {
    get settings() {
      return file.value;
    },
    fixed,
    get problems() {
      return [file.problem, comfyUi().problem].filter((problem) => problem !== null);
    },
    models,
    get downloadFolder() {
      return downloadFolder();
    },
    engine: () => ({
      device: fixed.device ?? file.value.device,
      threads: fixed.threads ?? file.value.threads,
      memory: file.value.memoryBudget ?? undefined,
      maxBuffer: fixed.maxBuffer,
      precision: fixed.precision ?? file.value.precision,
      models: models(),
      data,
      rerunsJobs: true,
      warmsUp: true,
    }),
    async change(change) {
      check(change);
      await file.change((settings) => studioSettings.parse({ ...settings, ...change }));
    },
  };
}

function check({ modelFolders = [], comfyui, downloadFolder, memoryBudget }: SettingsChange): void {
  for (const folder of [...modelFolders, ...(downloadFolder ? [downloadFolder] : [])]) {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder && isAbsolute(folder)) continue;
    throw new UserError(
      'folder_not_found',
      isFolder ? `${folder} is not a whole path.` : `There is no folder ${folder}.`,
      'Give the whole path of a folder that exists.',
    );
  }
  if (comfyui) comfyUiModels(comfyui);
  if (memoryBudget && memoryBudget > totalmem()) {
    throw new UserError(
      'memory_budget',
      `The memory budget is ${gib(memoryBudget)}; this machine has ${gib(totalmem())}.`,
      'Choose less.',
    );
  }
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
