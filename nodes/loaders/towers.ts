/** Text towers: which a file or a folder holds, and how long their sequences are. */
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Workspace } from '../files/workspace.ts';
import type { ClipValue, Family } from '../models.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { carriesVocabulary } from '../networks/text/tokenizer/gguf-vocabulary.ts';
import { readJsonFile } from '../networks/weights/json-file.ts';
import { recognise, wrongModel, type Recognised } from '../networks/weights/layouts/recognise.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { refuseQuantised } from '../networks/weights/quantised/refuse-quantised.ts';
import { subSource, type WeightSource } from '../networks/weights/weight-source.ts';
import { tokenizerFolder, type Tower } from './tokenizer-folder.ts';

export type Towers = Partial<Record<Tower, TextEncoderSource>>;

const TOKENS = 77;
/** Least length of a T5 sequence by ComfyUI's rules. */
const COMFYUI_T5_TOKENS: Readonly<Record<Family, number>> = { sd3: TOKENS, flux: 256 };
/** diffusers' default `max_sequence_length` of StableDiffusion3Pipeline and FluxPipeline. */
const DIFFUSERS_T5_TOKENS: Readonly<Record<Family, number>> = { sd3: 256, flux: 512 };
/** What diffusers puts behind `text_encoder` and `tokenizer`. */
const DIFFUSERS_SUFFIXES: Readonly<Record<Family, readonly (readonly [Tower, string])[]>> = {
  sd3: [
    ['clipL', ''],
    ['clipG', '_2'],
    ['t5', '_3'],
  ],
  flux: [
    ['clipL', ''],
    ['t5', '_2'],
  ],
};
/** CLIP-G is 1280 wide, CLIP-L 768. */
const CLIP_G_WIDTH = 1280;
/** Width of T5-XXL, which SD3 and FLUX are trained with. */
const T5_XXL_WIDTH = 4096;

/**
 * All towers of a weight file, by ComfyUI's rules of length: CLIP in chunks of 77, T5 of 77 at least, of FLUX 256.
 * @param path real path of the file
 * @throws UserError
 */
export function towersOf(
  file: WeightSource,
  path: string,
  family: Family,
  files: Pick<Workspace, 'model'>,
): Towers {
  const towers: Towers = {};
  for (const found of recognise(file)) {
    if (found.network !== 'clip' && found.network !== 't5') continue;
    const weights = subSource(file, found.prefix);
    refuseQuantised(weights);
    const tower = towerOf(weights, found);
    if (towers[tower]) throw twice(tower, file.label);
    const length = tower === 't5' ? COMFYUI_T5_TOKENS[family] : TOKENS;
    const source = { kind: found.network, weights, length, rules: 'comfyui' } as const;
    const own = tower === 't5' && carriesVocabulary(weights.metadata);
    towers[tower] = withTokenizer(source, own ? path : tokenizerFolder(tower, path, files));
  }
  return towers;
}

/** A missing tokenizer is an error for who reads it, not for who looks at the value (the cache, messages). */
function withTokenizer(
  source: Omit<TextEncoderSource, 'tokenizerDir'>,
  folder: string | UserError,
): TextEncoderSource {
  if (typeof folder === 'string') return { ...source, tokenizerDir: folder };
  const missing = {
    enumerable: false,
    get: (): string => {
      throw folder;
    },
  };
  return Object.defineProperty({ ...source, tokenizerDir: '' }, 'tokenizerDir', missing);
}

/** Text encoder files of a loader node, in any order. @throws UserError */
export function clipFromFiles(
  names: readonly string[],
  family: Family,
  files: Pick<Workspace, 'model'>,
): ClipValue {
  const towers: Towers = {};
  for (const name of names) {
    const path = files.model('text_encoders', name);
    const source = openWeights(path);
    const found = towersOf(source, path, family, files);
    if (Object.keys(found).length === 0) throw wrongModel(source, 'a CLIP or T5 text encoder');
    for (const tower of Object.keys(found) as Tower[]) {
      if (towers[tower]) throw twice(tower, name);
    }
    Object.assign(towers, found);
  }
  return { family, ...towers, jointDim: t5Width(towers) ?? T5_XXL_WIDTH, loras: [] };
}

/**
 * The towers of a diffusers pipeline, by diffusers' rules of length: a tokenizer's own, T5 up to 256, of FLUX 512.
 * @throws UserError
 */
export function towersInFolder(
  pipeline: string,
  components: ReadonlySet<string>,
  family: Family,
): Towers {
  const towers: Towers = {};
  for (const [tower, suffix] of DIFFUSERS_SUFFIXES[family]) {
    if (!components.has(`text_encoder${suffix}`)) continue;
    const source = openWeights(join(pipeline, `text_encoder${suffix}`));
    const network = tower === 't5' ? 't5' : 'clip';
    const found = recognise(source).find((other) => other.network === network);
    if (!found) throw wrongModel(source, `a ${network === 't5' ? 'T5' : 'CLIP'} text encoder`);
    refuseQuantised(source);
    const weights = subSource(source, found.prefix);
    const tokenizerDir = join(pipeline, `tokenizer${suffix}`);
    const told = readJsonFile(join(tokenizerDir, 'tokenizer_config.json'))?.['model_max_length'];
    const most = network === 't5' ? DIFFUSERS_T5_TOKENS[family] : positionsOf(weights);
    const length = Math.min(typeof told === 'number' && told > 0 ? told : most, most);
    towers[tower] = { kind: network, weights, tokenizerDir, length, rules: 'diffusers' };
  }
  return towers;
}

/** Width of the T5 tower, when there is one. */
function t5Width({ t5 }: Towers): number | undefined {
  return t5?.weights.tensors.get('encoder.final_layer_norm.weight')?.shape[0];
}

type TowerMark = Pick<Recognised, 'network' | 'prefix'>;

function positionsOf(weights: WeightSource): number {
  return weights.tensors.get('text_model.embeddings.position_embedding.weight')?.shape[0] ?? TOKENS;
}

/** Which tower the weights are. @throws UserError `text_encoder_unsupported` */
export function towerOf(weights: WeightSource, { network, prefix }: TowerMark): Tower {
  if (network === 't5') {
    if (!weights.tensors.has(PER_BLOCK_BIAS)) return 't5';
    throw new UserError(
      'text_encoder_unsupported',
      `${weights.label} is a UMT5 text encoder, as Wan uses.`,
      'SD3 and FLUX.1 need T5-XXL (t5xxl).',
    );
  }
  if (prefix.includes('clip_l.')) return 'clipL';
  if (prefix.includes('clip_g.')) return 'clipG';
  const activation = weights.config?.['hidden_act'];
  if (activation === 'quick_gelu') return 'clipL';
  if (activation === 'gelu') return 'clipG';
  const width = weights.tensors.get('text_model.embeddings.position_embedding.weight')?.shape[1];
  return (width ?? 0) < CLIP_G_WIDTH ? 'clipL' : 'clipG';
}

const PER_BLOCK_BIAS = 'encoder.block.1.layer.0.SelfAttention.relative_attention_bias.weight';

function twice(tower: Tower, label: string): UserError {
  return new UserError(
    'text_encoder_twice',
    `${label} gives a second ${{ clipL: 'CLIP-L', clipG: 'CLIP-G', t5: 'T5' }[tower]} text encoder.`,
    'Choose files of different kinds: clip_l, clip_g and t5xxl.',
  );
}
