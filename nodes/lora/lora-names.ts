/** How LoRA files name the layers of the networks. */
import { fluxModules } from '../networks/weights/layouts/flux-original.ts';
import type { OriginalModule } from '../networks/weights/layouts/original-module.ts';
import { sd3Modules } from '../networks/weights/layouts/sd3-original.ts';
import { countBlocks } from '../networks/weights/shapes.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import { otherNames, originalNames } from './lora-aliases.ts';

export type LoraTarget = 'transformer' | 'text_encoder' | 'text_encoder_2' | 'text_encoder_3';

/** A layer by diffusers' name, and which rows of the file's `up` factor are its. */
export interface LoraPlace {
  readonly module: string;
  /** [out, in] */
  readonly shape: readonly [number, number];
  /** Where its rows start: behind those of the modules that share a fused projection with it. */
  readonly firstRow: number;
  /** The halves of the rows are the other way round. */
  readonly swapped?: true;
}

interface Prefixes {
  /** Before names with dots. */
  readonly dotted: readonly string[];
  /** Before names with underscores in place of dots. */
  readonly flat: readonly string[];
}

const PREFIXES: Readonly<Record<LoraTarget, Prefixes>> = {
  transformer: {
    dotted: ['transformer.', 'base_model.model.', 'diffusion_model.', 'model.diffusion_model.', ''],
    flat: ['lora_transformer_', 'lycoris_', 'lora_unet_'],
  },
  text_encoder: {
    dotted: ['text_encoder.', 'text_encoders.clip_l.transformer.', 'clip_l.'],
    flat: ['lora_te1_', 'lora_te_'],
  },
  text_encoder_2: {
    dotted: ['text_encoder_2.', 'text_encoders.clip_g.transformer.', 'clip_g.'],
    flat: ['lora_te2_'],
  },
  text_encoder_3: {
    // FLUX's second text encoder is T5.
    dotted: ['text_encoder_3.', 'text_encoders.t5xxl.transformer.', 't5.', 'text_encoder_2.'],
    flat: ['lora_te3_', 'lora_te2_'],
  },
};

/** What the layers of T5 are named, whichever encoder a file counts it as. */
const T5_LAYER = /[._]encoder[._]block[._]\d/;
/** Tables that are looked up in, not multiplied with. */
const TABLE =
  /(^|\.)(token_embedding|position_embedding|embed_tokens|shared|relative_attention_bias)\.weight$/;

export const LORA_TARGETS = Object.keys(PREFIXES) as LoraTarget[];

/** Every name that a file may give to a linear layer of the network, with the layers it stands for. */
export function loraNames(
  target: LoraTarget,
  network: WeightSource,
): ReadonlyMap<string, readonly LoraPlace[]> {
  const { dotted, flat } = PREFIXES[target];
  const names = new Map<string, LoraPlace[]>();
  const add = (name: string, place: Omit<LoraPlace, 'firstRow'>) => {
    const all = [
      ...dotted.map((prefix) => prefix + name),
      ...flat.map((prefix) => prefix + name.replaceAll('.', '_')),
    ];
    for (const alias of all) {
      const before = names.get(alias) ?? [];
      const firstRow = before.reduce((sum, { shape: [rows] }) => sum + rows, 0);
      names.set(alias, [...before, { ...place, firstRow }]);
    }
  };
  const shapes = linearShapes(network);
  for (const [module, shape] of shapes) {
    for (const name of otherNames(module)) add(name, { module, shape });
  }
  for (const original of target === 'transformer' ? originalModules(network) : []) {
    const { module, swapped } = original;
    const shape = shapes.get(module);
    if (!shape || original.original === module) continue;
    for (const name of originalNames(original)) {
      add(name, { module, shape, ...(swapped && { swapped }) });
    }
  }
  return names;
}

/** Whether a layer's name in a file says that it is of this network, matching or not. */
export function looksLike(target: LoraTarget, base: string): boolean {
  const { dotted, flat } = PREFIXES[target];
  if (target !== 'transformer' && T5_LAYER.test(base) !== (target === 'text_encoder_3'))
    return false;
  return [...dotted, ...flat].some((prefix) => prefix !== '' && base.startsWith(prefix));
}

function linearShapes(network: WeightSource): Map<string, [number, number]> {
  const shapes = new Map<string, [number, number]>();
  for (const [name, { shape }] of network.tensors) {
    const [out, into] = shape;
    if (!name.endsWith('.weight') || shape.length !== 2 || TABLE.test(name)) continue;
    shapes.set(name.slice(0, -'.weight'.length), [out as number, into as number]);
  }
  return shapes;
}

/** Fused modules in the order of their rows. */
function originalModules(network: WeightSource): OriginalModule[] {
  const depth = countBlocks(network, 'transformer_blocks.');
  const singleBlocks = countBlocks(network, 'single_transformer_blocks.');
  return singleBlocks > 0 ? fluxModules(depth, singleBlocks) : sd3Modules(depth);
}
