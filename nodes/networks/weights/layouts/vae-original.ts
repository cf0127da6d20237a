/**
 * The layout of the first latent diffusion autoencoders, which one-file checkpoints keep, seen through diffusers' names:
 * decoder levels count from the other end, attention weights are 1 x 1 convolutions.
 * Source: CompVis/latent-diffusion, ldm/modules/diffusionmodules/model.py; huggingface/diffusers, AutoencoderKL.
 */
import type { StoredTensor, WeightSource } from '../weight-source.ts';

const ATTENTION: Readonly<Record<string, string>> = {
  norm: 'group_norm',
  q: 'to_q',
  k: 'to_k',
  v: 'to_v',
  proj_out: 'to_out.0',
};

/** @param levels resolution levels of the decoder */
function diffusersName(name: string, levels: number): string {
  return name
    .replace(/\.mid\.block_(\d+)\./, (_, n: string) => `.mid_block.resnets.${Number(n) - 1}.`)
    .replace(
      /\.mid\.attn_1\.(\w+)\./,
      (_, part: string) => `.mid_block.attentions.0.${ATTENTION[part] ?? part}.`,
    )
    .replace(/\.down\.(\d+)\.block\./, '.down_blocks.$1.resnets.')
    .replace(/\.down\.(\d+)\.downsample\./, '.down_blocks.$1.downsamplers.0.')
    .replace(/\.up\.(\d+)\./, (_, n: string) => `.up_blocks.${levels - 1 - Number(n)}.`)
    .replace(/(\.up_blocks\.\d+)\.block\./, '$1.resnets.')
    .replace(/(\.up_blocks\.\d+)\.upsample\./, '$1.upsamplers.0.')
    .replace('.nin_shortcut.', '.conv_shortcut.')
    .replace(/^(encoder|decoder)\.norm_out\./, '$1.conv_norm_out.');
}

export function vaeAsDiffusers(source: WeightSource): WeightSource {
  const levels = [...source.tensors.keys()].reduce(
    (most, name) => Math.max(most, Number(/^decoder\.up\.(\d+)\./.exec(name)?.[1] ?? -1) + 1),
    0,
  );
  const tensors = new Map<string, StoredTensor>();
  for (const stored of source.tensors.values()) {
    const name = diffusersName(stored.name, levels);
    const [rows = 0, columns = 0, ...kernel] = stored.shape;
    const flat = name.includes('.attentions.') && kernel.join() === '1,1';
    tensors.set(name, { ...stored, name, shape: flat ? [rows, columns] : stored.shape });
  }
  return { ...source, tensors };
}
