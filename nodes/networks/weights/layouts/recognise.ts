/** Tells what a weight file is by the names of its tensors. */
import { UserError } from '../../../errors.ts';
import { refuseQuantised } from '../quantised/refuse-quantised.ts';
import type { WeightSource } from '../weight-source.ts';

export type Network = 'sd3' | 'flux' | 'vae' | 'clip' | 't5';

export interface Recognised {
  readonly network: Network;
  readonly layout: 'diffusers' | 'original';
  /** Before the names of this network, e.g. `model.diffusion_model.`. */
  readonly prefix: string;
}

interface Mark extends Omit<Recognised, 'prefix'> {
  /** A tensor that every such network has. */
  readonly tensor: string;
}

const MARKS: readonly Mark[] = [
  { network: 'sd3', layout: 'original', tensor: 'joint_blocks.0.x_block.attn.qkv.weight' },
  {
    network: 'sd3',
    layout: 'diffusers',
    tensor: 'transformer_blocks.0.norm1_context.linear.weight',
  },
  { network: 'flux', layout: 'original', tensor: 'double_blocks.0.img_mod.lin.weight' },
  {
    network: 'flux',
    layout: 'diffusers',
    tensor: 'single_transformer_blocks.0.norm.linear.weight',
  },
  { network: 'vae', layout: 'diffusers', tensor: 'decoder.up_blocks.0.resnets.0.conv1.weight' },
  { network: 'vae', layout: 'original', tensor: 'decoder.up.0.block.0.conv1.weight' },
  { network: 'clip', layout: 'diffusers', tensor: 'text_model.embeddings.token_embedding.weight' },
  { network: 't5', layout: 'diffusers', tensor: 'encoder.block.0.layer.0.SelfAttention.q.weight' },
];

/** Tensors (or parts of their names) that tell models we cannot run; the first that is found counts. */
const OTHERS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /\.lora_(A|B|up|down)\b|[._]lora\d?\.(up|down)\b|^lora_|\.(hada|lokr)_w1/,
    'a LoRA; put it into models/loras and load it with a LoRA loader',
  ],
  [
    /(^|\.)double_stream_modulation_img\.|^single_transformer_blocks\.0\.attn\.to_qkv_mlp_proj/,
    'FLUX.2, which is not supported yet',
  ],
  [/(^|\.)distilled_guidance_layer\./, 'Chroma'],
  [/(^|\.)(context_embedder\.token|txt_in\.individual_token)_refiner\./, 'HunyuanVideo'],
  [/(^|\.)double_stream_blocks\.0\./, 'HiDream'],
  [/(^|\.)(joint_transformer_blocks\.0\.|double_layers\.0\.attn\.)/, 'AuraFlow'],
  [/(^|\.)transformer_blocks\.0\.img_mlp\./, 'Qwen-Image'],
  [/(^|\.)(cap_embedder|noise_refiner)\./, 'Lumina or Z-Image'],
  [/(^|\.)patchify_proj\./, 'LTX-Video'],
  [/(^|\.)adaln_single\./, 'PixArt or LTX-Video'],
  [
    /(^|\.)(blocks\.0\.cross_attn\.norm_k\.|blocks\.0\.attn2\.norm_added_k\.|condition_embedder\.)/,
    'Wan',
  ],
  [/(^|\.)mlp_t5\.0\./, 'Hunyuan-DiT'],
  [/(^|\.)t5_yproj\./, 'Mochi'],
  [/(^|\.)(clip_txt_mapper|clip_txt_pooled_mapper)\./, 'Stable Cascade'],
  [/(^|\.)(input_hint_block|controlnet_cond_embedding|controlnet_blocks)\./, 'a ControlNet'],
  [/(^|\.)(label_emb\.0\.0|add_embedding\.linear_1)\.|^conditioner\.embedders\./, 'SDXL'],
  [/(^|\.)(input_blocks|down_blocks)\.\d+\..*attn2\.to_k\./, 'Stable Diffusion 1 or 2'],
  [/^(vision_model|visual_projection)\b|^visual\./, 'a CLIP vision model'],
  [/(^|\.)blocks\.0\.adaln_modulation_self_attn\./, 'Cosmos'],
  [/(^|\.)visual_transformer_blocks\.0\./, 'Kandinsky'],
  [/(^|\.)ip_adapter\.|^image_proj\./, 'an IP-Adapter'],
  [/^(emb_params|string_to_param)\b|^clip_[lg]$/, 'a textual inversion embedding'],
  [/(^|\.)decoder\.middle\.0\.residual\./, 'the VAE of Wan or Qwen-Image'],
  [/(^|\.)(body\.0\.rdb1|model\.1\.sub\.0\.RDB1)\./i, 'an upscale model'],
  [/^blk\.0\.(attn|ssm|ffn)_/, 'a language model, not a diffusion transformer'],
  [/^redux_(up|down)\./, 'FLUX.1 Redux, which adapts pictures to FLUX.1'],
  [/^(model\.)?(language_model\.)?(model\.)?layers\.0\.self_attn\./, 'a language model'],
  [/(^|\.)transformer\.resblocks\.0\./, 'an OpenCLIP text encoder in its original layout'],
];

/** FLUX in diffusers' layout has SD3's names, and these besides. */
const SINGLE_BLOCKS = /(^|\.)single_transformer_blocks\./;
/** What models have that are built of FLUX's blocks but are no FLUX.1 transformer. */
const FLUX_KIN =
  /(^|\.)(controlnet_blocks|(context_embedder\.token|txt_in\.individual_token)_refiner)\./;

/** The networks that a source holds, by their first tensors; none when it is of another kind. */
export function recognise(source: WeightSource): Recognised[] {
  const found: Recognised[] = [];
  for (const name of source.tensors.keys()) {
    const mark = MARKS.find(({ tensor }) => name === tensor || name.endsWith(`.${tensor}`));
    if (!mark) continue;
    const { network, layout, tensor } = mark;
    found.push({ network, layout, prefix: name.slice(0, -tensor.length) });
  }
  const names = [...source.tensors.keys()];
  const no: Network[] = [
    ...(names.some((name) => SINGLE_BLOCKS.test(name)) ? ['sd3' as const] : []),
    ...(names.some((name) => FLUX_KIN.test(name)) ? ['flux' as const] : []),
  ];
  return found.filter(({ network }) => !no.includes(network));
}

/** What a file is that holds no network we know, in words; null when its names tell nothing. */
export function otherModel(names: readonly string[]): string | null {
  const found = OTHERS.find(([pattern]) => names.some((name) => pattern.test(name)));
  return found?.[1] ?? null;
}

/**
 * Fails for a source that does not hold what a loader needs.
 * @param needed what the loader loads, e.g. `an SD3 or SD3.5 diffusion transformer`
 */
export function wrongModel(source: WeightSource, needed: string): UserError {
  refuseQuantised(source);
  const networks = [...new Set(recognise(source).map(({ network }) => NAMES[network]))];
  const what =
    otherModel([...source.tensors.keys()]) ?? (networks.length > 0 ? networks.join(' and ') : null);
  const architecture = source.metadata['general.architecture']?.slice(0, 40);
  const some = [...source.tensors.keys()].slice(0, 3).join(', ');
  return new UserError(
    'weights_other_model',
    what === null
      ? `${source.label} is of an unknown kind${architecture ? ` ("${architecture}")` : ''}: its ${source.tensors.size} tensors are named ${some || '(none)'}, …`
      : `${source.label} is ${what}.`,
    `This loader needs ${needed}.`,
  );
}

const NAMES: Readonly<Record<Network, string>> = {
  sd3: 'an SD3 diffusion transformer',
  flux: 'a FLUX.1 diffusion transformer',
  vae: 'a VAE',
  clip: 'a CLIP text encoder',
  t5: 'a T5 text encoder',
};
