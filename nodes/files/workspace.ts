import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Catalog } from '../graph/definition.ts';
import { asUserError } from './atomic-write.ts';
import { removeLeftovers } from './leftovers.ts';
import { makeFolder } from './make-folder.ts';
import { modelFolders, type ModelEntry, type ModelRoot } from './model-folders.ts';
import { openJournal, type OutputJournal } from './output-journal.ts';
import { resolveInside } from './paths.ts';
import { reserveOutput } from './reserve.ts';

const PICTURES = /\.(png|jpe?g|webp|gif|avif|tiff?)$/i;
const LATENTS = /\.latent$/i;

/** The folders a run reads and writes, behind the one path resolver. */
export interface Workspace {
  /**
   * Real path of a model file or diffusers folder by its listed name. Search order: the `--models` folders, then the bundled models.
   * @throws UserError naming the folders searched
   */
  model(folder: string, name: string): string;
  /** Real path of a picture named as ComfyUI does: `name`, `sub/name`, with ` [output]` or ` [temp]` behind. @throws UserError */
  input(name: string): string;
  /**
   * Reserves the next free name for `prefix` in the folder, ComfyUI's way: `prefix_00001_.png`, counter = highest + 1,
   * `%width%`, `%year%`, … replaced, `/` in the prefix makes a subfolder. Refuses to leave the folder. @throws UserError
   */
  reserve(
    type: 'output' | 'temp',
    prefix: string,
    extension: string,
    size?: { width: number; height: number },
  ): OutputPath;
  /** Folder for what may be kept between runs (embeddings, self-test results). */
  readonly cacheDir: string;
}

export interface OutputPath {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output' | 'temp';
  /** Writes all or nothing: temporary file, fsync, rename, fsync of the folder. */
  write(bytes: Uint8Array): Promise<void>;
}

export type FileType = 'input' | 'output' | 'temp';

/** The workspace with what only its owners need: the server, the engine and the command line. */
export interface Workplace extends Workspace, Catalog {
  readonly folders: Readonly<Record<FileType | 'cache' | 'user', string>>;
  readonly modelFolders: readonly string[];
  /** The models of a folder with their places, the folder read anew. */
  modelEntries(folder: string): readonly ModelEntry[];
  /** Looks for models in other folders from now on, and in the bundled ones. */
  setModels(models: readonly ModelRoot[]): void;
  /**
   * The same folders for one run of a job, to be called once a run: a second run of the job writes to the names of the
   * first, which from then on gets no further names.
   */
  forJob(id: string): Workspace;
  /** Forgets the names of a job whose result is recorded. */
  settle(id: string): void;
  /** Removes what a crash left behind; only for the one process that owns the folder. */
  clean(keepJobs: ReadonlySet<string>): void;
}

export interface WorkspaceOptions {
  /** Searched in this order; the bundled models last. */
  readonly models: readonly ModelRoot[];
  readonly bundledModels: string;
  /** Gets `input`, `output`, `temp`, `cache` and `user`. */
  readonly data: string;
  /** Folders of their own instead of those below `data`. */
  readonly input?: string | undefined;
  readonly output?: string | undefined;
}

/** @throws UserError when one of the folders cannot be made */
export function createWorkspace(options: WorkspaceOptions): Workplace {
  const data = resolve(options.data);
  const folders = {
    input: resolve(options.input ?? join(data, 'input')),
    output: resolve(options.output ?? join(data, 'output')),
    temp: join(data, 'temp'),
    cache: join(data, 'cache'),
    user: join(data, 'user'),
  };
  const journals = join(folders.user, 'outputs');
  for (const folder of [...Object.values(folders), journals]) {
    try {
      makeFolder(folder);
    } catch (error) {
      throw asUserError(error, folder);
    }
  }
  const search = (roots: readonly ModelRoot[]) =>
    modelFolders(
      [...roots, options.bundledModels].map((m) => (typeof m === 'string' ? resolve(m) : m)),
    );
  let models = search(options.models);

  const workspace = (journal?: OutputJournal): Workspace => ({
    model: (folder, name) => models.find(folder, name),
    input(name) {
      const { type, path } = annotated(name);
      const real = resolveInside(folders[type], path);
      if (!statSync(real).isFile()) {
        throw new UserError('file_not_found', `"${name}" is not a file.`, 'Choose a file.');
      }
      return real;
    },
    reserve: (type, prefix, extension, size) =>
      reserveOutput(folders[type], { type, prefix, extension, size }, journal),
    cacheDir: folders.cache,
  });

  return {
    ...workspace(),
    folders,
    modelFolders: models.folders,
    models: (folder) => models.list(folder),
    modelEntries: (folder) => models.entries(folder),
    setModels: (roots) => (models = search(roots)),
    inputImages: () => namesIn(folders.input, PICTURES),
    inputLatents: () => namesIn(folders.input, LATENTS),
    forJob: (id) => workspace(openJournal(journals, id)),
    settle: (id) => rmSync(join(journals, `${id}.jsonl`), { force: true }),
    clean(keepJobs) {
      for (const name of readdirSync(journals)) {
        if (!keepJobs.has(name.replace(/\.jsonl$/, ''))) rmSync(join(journals, name));
      }
      const { input, output, temp, user } = folders;
      for (const folder of [input, output, temp, user]) removeLeftovers(folder);
    },
  };
}

/** ComfyUI's way to name a file of another folder: `picture.png [output]`. */
export function annotated(name: string): { type: FileType; path: string } {
  const match = /^(.*) \[(input|output|temp)\]$/s.exec(name);
  return match
    ? { type: match[2] as FileType, path: match[1] ?? '' }
    : { type: 'input', path: name };
}

function namesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => pattern.test(name))
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
