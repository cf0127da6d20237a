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
  /^(?<base>.+?)(?:\.lora_(?<kohya>down|up)\.weight|\.lora_(?<peft>A|B)(?:\.default)?(?:\.weight)?|[._]lora\.(?<diffusers>down|up)\.weight|\.lora_linear_layer\.(?<linear>down|up)\.weight|\.(?<alpha>alpha))$/;

const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\.(dora_scale|lora_magnitude_vector(\.weight)?)$/, 'DoRA'],
  [/\.hada_[wt]\d/, 'LoHa'],
  [/\.lokr_[wt]\d/, 'LoKr'],
  [/\.(oft_|boft_)/, 'OFT'],
  [/\.[ab][12]\.weight$/, 'GLoRA'],
  [/\.lora_mid\./, 'CP-decomposed convolution'],
  [/\.processor\.\w+_lora\d?\.(down|up)\.weight$/, 'XLabs'],
  [/\.(diff|diff_b|set_weight|w_norm|b_norm)$/, 'full weight difference'],
];

export interface LoraKeys {
  readonly entries: readonly LoraEntry[];
  /** Keys of no form that we know. */
  readonly strange: readonly string[];
}

/** @throws UserError `lora_unsupported`, `lora_incomplete` */
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
    const part = groups['kohya'] ?? groups['peft'] ?? groups['diffusers'] ?? groups['linear'];
    if (groups['alpha']) entry.alpha = tensor;
    else if (part === 'down' || part === 'A') entry.down = tensor;
    else entry.up = tensor;
  }
  return { entries: [...entries.values()], strange };
}

function refuseUnsupported(source: WeightSource): void {
  for (const [pattern, kind] of UNSUPPORTED) {
    const keys = [...source.tensors.keys()].filter((key) => pattern.test(key));
    if (keys.length === 0) continue;
    throw new UserError(
      'lora_unsupported',
      `${source.label} holds ${keys.length} ${kind} keys (${keys[0]}, …); only plain LoRAs are supported.`,
      'Use a version of the file with lora_up/lora_down or lora_A/lora_B keys alone.',
    );
  }
}
