/** Splits the keys of a LoRA file into layers with their factors. Sources: PEFT, kohya-ss/sd-scripts and diffusers' LoRA files. */
import { UserError } from '../errors.ts';
import type { StoredTensor, WeightSource } from '../networks/weights/weight-source.ts';

/** What a file holds for one layer. */
export interface LoraEntry {
  /** The layer as the file names it, e.g. `transformer.proj_out` or `lora_unet_final_layer_linear`. */
  readonly base: string;
  readonly keys: string[];
  /** [rank, in] */
  down?: StoredTensor;
  /** [out, rank] */
  up?: StoredTensor;
  alpha?: StoredTensor;
}

const KEY =
  /^(?<base>.+?)(?:(?:\.lora_|[._]lora\.|(?<=_lora[12])\.|\.lora_linear_layer\.)(?<half>down|up)\.weight|\.lora_(?<letter>A|B)(?:\.(?!bias$)\w+){0,2}|\.(?<alpha>alpha))$/;

const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\.(dora_scale|lora_magnitude_vector(\.weight)?)$/, 'DoRA'],
  [/\.hada_[wt]\d/, 'LoHa'],
  [/\.lokr_[wt]\d/, 'LoKr'],
  [/\.(oft_|boft_)/, 'OFT'],
  [/\.[ab][12]\.weight$/, 'GLoRA'],
  [/\.lora_mid\./, 'CP-decomposed convolution'],
  [/\.(lora_(B|up)(\.default)?|lora\.up)\.bias$/, 'LoRA bias'],
  [/\.(diff|diff_b|set_weight|w_norm|b_norm)$/, 'full weight difference'],
];

export interface LoraKeys {
  readonly entries: readonly LoraEntry[];
  /** Keys of no form that we know. */
  readonly strange: readonly string[];
}

/** @throws UserError `lora_unsupported` */
export function loraKeys(source: WeightSource): LoraKeys {
  refuseUnsupported(source);
  const entries = new Map<string, LoraEntry>();
  const strange: string[] = [];
  for (const [key, tensor] of source.tensors) {
    const groups = KEY.exec(key)?.groups;
    if (!groups) {
      strange.push(key);
      continue;
    }
    const base = groups['base'] ?? '';
    const entry = entries.get(base) ?? { base, keys: [] };
    entries.set(base, entry);
    entry.keys.push(key);
    if (groups['alpha']) entry.alpha = tensor;
    else if (groups['half'] === 'down' || groups['letter'] === 'A') entry.down = tensor;
    else entry.up = tensor;
  }
  return { entries: [...entries.values()], strange };
}

function refuseUnsupported(source: WeightSource): void {
  refuseControl(source);
  for (const [pattern, kind] of UNSUPPORTED) {
    const keys = [...source.tensors.keys()].filter((key) => pattern.test(key));
    if (keys.length === 0) continue;
    throw new UserError(
      'lora_unsupported',
      `${source.label} holds ${kind} keys (${keys.length}: ${keys[0]}, …); only plain LoRAs are supported.`,
      'Use a version of the file with lora_up/lora_down or lora_A/lora_B keys alone.',
    );
  }
}

/** Channels of a FLUX.1 latent in patches, and those of a control picture behind them. */
const CONTROL_CHANNELS = 128;

function refuseControl({ label, tensors }: WeightSource): void {
  for (const [key, { shape }] of tensors) {
    if (!/(^|[._])(img_in|x_embedder)\.lora_(A|down)\b/.test(key) || shape[1] !== CONTROL_CHANNELS)
      continue;
    throw new UserError(
      'lora_unsupported',
      `${label} is a control LoRA of FLUX.1 (Canny or Depth): its "${key}" reads ${CONTROL_CHANNELS} channels, the latent's 64 and those of a control picture, which are not supported.`,
      'Choose a LoRA that leaves the shapes of the model as they are.',
    );
  }
}
