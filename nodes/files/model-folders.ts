import { readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { segmentsOf } from './paths.ts';

/** ComfyUI's folder keys → names of the folders on disk, in search order. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  checkpoints: ['checkpoints'],
  loras: ['loras'],
  vae: ['vae'],
  text_encoders: ['text_encoders', 'clip'],
  diffusion_models: ['diffusion_models', 'unet'],
  clip_vision: ['clip_vision'],
  style_models: ['style_models'],
  embeddings: ['embeddings'],
  vae_approx: ['vae_approx'],
  controlnet: ['controlnet'],
  upscale_models: ['upscale_models'],
  tokenizers: ['tokenizers'],
};
const ALIASES: Readonly<Record<string, string>> = {
  clip: 'text_encoders',
  unet: 'diffusion_models',
};
const WEIGHTS = /\.(safetensors|sft|gguf|ckpt|pt|pth|bin)$/i;
const PART = /^(.*-)(\d+)(-of-\d+\.safetensors)$/;
const TOKENIZERS = /\.(json|model)$/i;

/** A folder as ComfyUI's `models`, or folders by ComfyUI's key, as extra_model_paths.yaml names them. */
export type ModelRoot = string | Readonly<Record<string, readonly string[]>>;

/** A model by its listed name, and where it lies. */
export interface ModelEntry {
  readonly name: string;
  /** The folder that the name is relative to. */
  readonly place: string;
  readonly path: string;
}

export interface ModelFolders {
  /** ComfyUI's folder keys. */
  readonly folders: readonly string[];
  /** Relative names in a folder, sorted; empty for an unknown folder. */
  list(folder: string): readonly string[];
  /** The same with places, each read anew. */
  entries(folder: string): readonly ModelEntry[];
  /** @throws UserError naming the folders searched */
  find(folder: string, name: string): string;
}

/** ComfyUI's key of a folder by its present name. */
export function folderKey(folder: string): string {
  return ALIASES[folder] ?? folder;
}

/** Model files below `roots`; the first root that has a name wins. */
export function modelFolders(roots: readonly ModelRoot[]): ModelFolders {
  const cache = new Map<string, Listing>();
  const placesOf = (folder: string) => placesIn(roots, folderKey(folder));

  return {
    folders: Object.keys(FOLDERS),
    list(folder) {
      const key = folderKey(folder);
      if (!Object.hasOwn(FOLDERS, key)) return [];
      const known = cache.get(key);
      if (known?.seen.every(({ path, changed }) => changedAt(path) === changed)) return known.names;
      const listing = listAll(placesOf(key), key);
      cache.set(key, listing);
      return listing.names;
    },
    entries(folder) {
      const places = placesOf(folder);
      return listAll(places, folderKey(folder)).names.flatMap((name) => {
        const place = places.find((place) => statOf(join(place, name)));
        return place === undefined ? [] : [{ name, place, path: join(place, name) }];
      });
    },
    find(folder, name) {
      const segments = segmentsOf(name);
      for (const place of placesOf(folder)) {
        const path = join(place, ...segments);
        if (segments.length > 0 && statOf(path)) return realpathSync(path);
      }
      throw new UserError(
        'model_not_found',
        `There is no "${name}" among the ${folder}. Searched: ${placesOf(folder).join(', ')}.`,
        'Put the file into one of these folders, or choose another in the node.',
      );
    },
  };
}

function placesIn(roots: readonly ModelRoot[], key: string): string[] {
  return roots.flatMap((root) =>
    typeof root === 'string'
      ? (FOLDERS[key] ?? []).map((place) => join(root, place))
      : (root[key] ?? []),
  );
}

interface Listing {
  readonly names: readonly string[];
  /** Folders that were read: the listing holds as long as none has changed. */
  readonly seen: readonly { readonly path: string; readonly changed: number }[];
}

function listAll(places: readonly string[], folder: string): Listing {
  const wanted = folder === 'tokenizers' ? TOKENIZERS : WEIGHTS;
  const names = new Set<string>();
  const seen: { path: string; changed: number }[] = [];
  for (const place of places) {
    const entered = new Set<string>();
    const open = [''];
    for (let below = open.pop(); below !== undefined; below = open.pop()) {
      const path = join(place, below);
      seen.push({ path, changed: changedAt(path) });
      const entries = enter(path, entered);
      if (below !== '' && entries.includes('model_index.json')) {
        names.add(below);
        continue;
      }
      for (const entry of entries) {
        const name = below === '' ? entry : `${below}/${entry}`;
        const stats = statOf(join(place, name));
        if (stats?.isDirectory()) open.push(name);
        else if (stats?.isFile() && wanted.test(entry) && !isLaterPart(entry, entries)) {
          names.add(name);
        }
      }
    }
  }
  return { names: [...names].toSorted(compareNames), seen };
}

/** Of weights in parts, the first stands for all. */
function isLaterPart(entry: string, entries: readonly string[]): boolean {
  const [, stem, part = '', end] = PART.exec(entry) ?? [];
  return Number(part) > 1 && entries.includes(`${stem}${'1'.padStart(part.length, '0')}${end}`);
}

/** Entries of a folder; none if it cannot be read or was entered before (a loop of links). */
function enter(path: string, entered: Set<string>): readonly string[] {
  try {
    const real = realpathSync(path);
    if (entered.has(real)) return [];
    entered.add(real);
    return readdirSync(path).filter((entry) => !entry.startsWith('.'));
  } catch {
    return [];
  }
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Follows links: weights are often links into a Hugging Face cache. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function changedAt(path: string): number {
  return statOf(path)?.mtimeMs ?? 0;
}
