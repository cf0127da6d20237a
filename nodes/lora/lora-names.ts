/** How LoRA files name the layers of SD3's networks. */
import { sd3Modules } from '../networks/weights/layouts/sd3-original.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

export type LoraTarget = 'transformer' | 'text_encoder' | 'text_encoder_2' | 'text_encoder_3';

/** A layer by diffusers' name, and which rows of the file's `up` factor are its. */
export interface LoraPlace {
  readonly module: string;
  /** [out, in] */
  readonly shape: readonly [number, number];
  /** Of a fused projection: q 0, k 1, v 2. */
  readonly third?: 0 | 1 | 2;
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
    dotted: ['transformer.', 'base_model.model.', ''],
    flat: ['lora_transformer_', 'lycoris_', 'lora_unet_'],
  },
  text_encoder: {
    dotted: ['text_encoder.', 'text_encoders.clip_l.transformer.'],
    flat: ['lora_te1_', 'lora_te_'],
  },
  text_encoder_2: {
    dotted: ['text_encoder_2.', 'text_encoders.clip_g.transformer.'],
    flat: ['lora_te2_'],
  },
  text_encoder_3: {
    dotted: ['text_encoder_3.', 'text_encoders.t5xxl.transformer.'],
    flat: ['lora_te3_'],
  },
};
const ORIGINAL: Prefixes = {
  dotted: ['diffusion_model.', 'model.diffusion_model.', ''],
  flat: ['lora_unet_', 'lycoris_'],
};

export const LORA_TARGETS = Object.keys(PREFIXES) as LoraTarget[];

/** Every name that a file may give to a linear layer of the network, with the layers it stands for. */
export function loraNames(
  target: LoraTarget,
  network: WeightSource,
): ReadonlyMap<string, readonly LoraPlace[]> {
  const names = new Map<string, LoraPlace[]>();
  const add = (name: string, { dotted, flat }: Prefixes, place: LoraPlace) => {
    const all = [
      ...dotted.map((prefix) => prefix + name),
      ...flat.map((prefix) => prefix + name.replaceAll('.', '_')),
    ];
    for (const alias of all) names.set(alias, [...(names.get(alias) ?? []), place]);
  };
  const shapes = linearShapes(network);
  for (const [module, shape] of shapes) add(module, PREFIXES[target], { module, shape });
  if (target === 'transformer') {
    for (const { module, original, third, swapped } of sd3Modules(depthOf(shapes))) {
      const shape = shapes.get(module);
      if (!shape || original === module) continue;
      const part = { ...(third !== undefined && { third }), ...(swapped && { swapped }) };
      add(original, ORIGINAL, { module, shape, ...part });
    }
  }
  return names;
}

/** Whether a layer's name in a file says that it is of this network, matching or not. */
export function looksLike(target: LoraTarget, base: string): boolean {
  const { dotted, flat } = PREFIXES[target];
  return [...dotted, ...flat].some((prefix) => prefix !== '' && base.startsWith(prefix));
}

function linearShapes(network: WeightSource): Map<string, [number, number]> {
  const shapes = new Map<string, [number, number]>();
  for (const [name, { shape }] of network.tensors) {
    const [out, into] = shape;
    if (!name.endsWith('.weight') || shape.length !== 2) continue;
    if (
      /(^|\.)(token_embedding|position_embedding|embed_tokens|shared|relative_attention_bias)\.weight$/.test(
        name,
      )
    )
      continue;
    shapes.set(name.slice(0, -'.weight'.length), [out as number, into as number]);
  }
  return shapes;
}

function depthOf(shapes: ReadonlyMap<string, unknown>): number {
  let depth = 0;
  for (const name of shapes.keys()) {
    const index = /^transformer_blocks\.(\d+)\./.exec(name)?.[1];
    if (index !== undefined) depth = Math.max(depth, Number(index) + 1);
  }
  return depth;
}
