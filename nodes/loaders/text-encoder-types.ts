/** ComfyUI's `type` of text encoder loaders: which family of models the encoders are put together for. */
import type { Family } from '../models.ts';

/** Types of other families, by ComfyUI's value. */
const OTHERS: Readonly<Record<string, string>> = {
  ace: 'ACE-Step',
  boogu: 'Boogu',
  chroma: 'Chroma',
  cogvideox: 'CogVideoX',
  cosmos: 'Cosmos',
  flux2: 'FLUX.2',
  hidream: 'HiDream',
  hunyuan_image: 'HunyuanImage',
  hunyuan_video: 'HunyuanVideo',
  hunyuan_video_15: 'HunyuanVideo 1.5',
  ideogram4: 'Ideogram 4',
  joyimage: 'JoyImage',
  kandinsky5: 'Kandinsky 5',
  kandinsky5_image: 'Kandinsky 5 Image',
  krea2: 'Krea 2',
  lens: 'Lens',
  longcat_image: 'LongCat-Image',
  ltxv: 'LTX-Video',
  lumina2: 'Lumina 2',
  mage: 'Mage',
  minimax: 'MiniMax',
  mochi: 'Mochi',
  newbie: 'NewBie',
  omnigen2: 'OmniGen2',
  ovis: 'Ovis-Image',
  pixart: 'PixArt',
  pixeldit: 'PixelDiT',
  qwen_image: 'Qwen-Image',
  sdxl: 'SDXL',
  stable_audio: 'Stable Audio',
  stable_cascade: 'Stable Cascade',
  stable_diffusion: 'Stable Diffusion 1 and 2',
  wan: 'Wan',
};
const NAMES: Readonly<Record<Family, string>> = { sd3: 'SD3 and SD3.5', flux: 'FLUX.1' };

/** What is wrong with a `type` that a loader does not offer; null when nothing is. */
export function typeProblem(type: unknown, offered: readonly Family[]): string | null {
  if (offered.some((family) => family === type)) return null;
  const name = typeof type === 'string' ? OTHERS[type] : undefined;
  const known = name === undefined ? 'is not known' : `is for ${name}, which is not supported`;
  const choices = offered.map((family) => `${family} (${NAMES[family]})`).join(' or ');
  return `type - "${String(type)}" ${known}: choose ${choices}`;
}
