/** Names that trainers give to layers besides diffusers' and the makers' own. */
import type { OriginalModule } from '../networks/weights/layouts/original-module.ts';

/**
 * A layer's name, and what diffusers' older files call it: by its attention processor, and the projection behind
 * attention without its index.
 */
export function otherNames(module: string): readonly string[] {
  const short = module.replace(/\.to_out\.0$/, '.to_out');
  return [...new Set([module, short, short.replace(/\.attn\.(?=\w+$)/, '.attn.processor.')])];
}

/**
 * What a layer is called by the model's makers and by who builds on them. A name that several layers share stands for a
 * fused projection; called in the order of the makers' rows, each layer's lie behind those of the one before.
 */
export function originalNames({ module, original, part }: OriginalModule): readonly string[] {
  const name = xlabsName(original, part?.[0]);
  return [
    original,
    ...(part ? [`${original}.${part[0]}`] : []),
    ...(fused(module) === module ? [] : [fused(module)]),
    ...(name === null ? [] : [name]),
  ];
}

/** diffusers' name of a projection that it has fused itself. */
function fused(module: string): string {
  return module.replace(/\.to_[qkv]$/, '.to_qkv').replace(/\.add_[qkv]_proj$/, '.to_added_qkv');
}

/** XLabs' attention processors: their first LoRA is the picture's, their second the text's. */
const XLABS: Readonly<Record<string, string>> = {
  'img_attn.qkv': 'processor.qkv_lora1',
  'txt_attn.qkv': 'processor.qkv_lora2',
  'img_attn.proj': 'processor.proj_lora1',
  'txt_attn.proj': 'processor.proj_lora2',
  linear1: 'processor.qkv',
  linear2: 'processor.proj',
};
/** Which part of `linear1` is the MLP's, which XLabs leaves alone. */
const MLP = 3;

function xlabsName(original: string, part: number | undefined): string | null {
  const [, block, layer = ''] = /^((?:double|single)_blocks\.\d+)\.(.+)$/.exec(original) ?? [];
  const name = XLABS[layer];
  return name === undefined || part === MLP ? null : `${block}.${name}`;
}
