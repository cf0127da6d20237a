/** Prompts to what SD3's or FLUX's transformer reads, by diffusers' rules or by ComfyUI's. */
import { UserError } from '../errors.ts';
import type { ClipValue } from '../models.ts';
import { dim, zeros, type Tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';
import { encodeTower, openTokenizer } from './encode-tower.ts';
import { joinTowers } from './join-towers.ts';
import { layOutPrompt, padWithEmpty, type PromptLayout } from './lay-out-prompt.ts';
import { joinWords, rowsOf, sideBySide, withRows } from './words.ts';
import { pooledWidth, type EncodeContext, type TowerName } from './run-tower.ts';

/**
 * One text a tower. null: nothing is said there, which is not the empty prompt: both CLIPs null are left out, their pooled
 * vectors zero; T5 gives its end token alone.
 */
export type TowerTexts = Readonly<Record<TowerName, string | null>>;

/** Where ComfyUI would insert a textual inversion. */
const EMBEDDING = /(^|[\s(])embedding:\S/;
const TITLES = { clipL: 'CLIP-L', clipG: 'CLIP-G', t5: 'T5' } as const;
/** T5 tokens of diffusers' StableDiffusion3Pipeline. */
const DIFFUSERS_T5_LENGTH = 256;

/**
 * @param text for all towers, or one each
 * @throws UserError `clip_missing`, `text_width`, or what reading tokenizers, weights and LoRAs throws
 */
export async function encodePrompt(
  clip: ClipValue,
  text: string | TowerTexts,
  context: EncodeContext,
): Promise<Conditioning> {
  if (!(clip.clipL ?? clip.clipG ?? clip.t5)) throw clipMissing();
  if (clip.family === 'flux') requireFluxTowers(clip);
  const texts = typeof text === 'string' ? { clipL: text, clipG: text, t5: text } : text;
  const layOut = async (tower: TowerName): Promise<PromptLayout | null> => {
    const source = clip[tower];
    const silent = tower !== 't5' && texts[tower] === null;
    if (!source || silent) return null;
    const tokenizer = await openTokenizer(source.tokenizerDir, context);
    return layOutPrompt(tower, source, texts[tower], tokenizer);
  };
  const layouts = {
    clipL: await layOut('clipL'),
    clipG: await layOut('clipG'),
    t5: await layOut('t5'),
  };
  noticeCuts(layouts, context);
  if (Object.values(texts).some((words) => words !== null && EMBEDDING.test(words))) {
    context.notice('"embedding:…" is read as plain text: textual inversion is not supported.');
  }

  const chunks = Math.max(
    layouts.clipL?.sequences.length ?? 0,
    layouts.clipG?.sequences.length ?? 0,
  );
  const encode = async (tower: TowerName, atLeast: number) => {
    const layout = layouts[tower];
    const source = clip[tower];
    return layout && source
      ? encodeTower(tower, source, padWithEmpty(layout, atLeast), clip.loras, context)
      : null;
  };
  const clipOutput = async (tower: 'clipL' | 'clipG') => {
    const encoded = await encode(tower, chunks);
    return {
      hidden: encoded?.hidden ?? null,
      pooled: encoded?.pooled ?? zeros([1, pooledWidth(tower, clip[tower])]),
    };
  };
  const clipL = await clipOutput('clipL');
  const t5 = (await encode('t5', 1))?.hidden;
  const [l, g, t] = [texts.clipL ?? '', texts.clipG ?? '', texts.t5 ?? ''];
  const t5Words = { texts: [t], rows: rowsOf(layouts.t5, 0) };
  if (clip.family === 'flux' && t5) {
    return { embeds: t5, words: withRows(t5Words, dim(t5, 1)), pooled: clipL.pooled };
  }
  const joined = joinTowers({
    clipL,
    clipG: await clipOutput('clipG'),
    t5: t5 ?? zerosForT5(clip),
    jointDim: clip.jointDim,
  });
  const clipRows = sideBySide(rowsOf(layouts.clipL, 0), rowsOf(layouts.clipG, 1));
  const words = joinWords({ texts: [l, g], rows: clipRows }, t5Words);
  return { ...joined, words: withRows(words, dim(joined.embeds, 1)) };
}

function noticeCuts(
  layouts: Readonly<Record<TowerName, PromptLayout | null>>,
  context: EncodeContext,
): void {
  const cuts = (['clipL', 'clipG', 't5'] as const).flatMap((tower) => {
    const layout = layouts[tower];
    return layout && layout.read < layout.tokens
      ? [`${TITLES[tower]} reads ${layout.read} of its ${layout.tokens} tokens`]
      : [];
  });
  if (cuts.length > 0) context.notice(`The prompt is too long: ${cuts.join(', ')}.`);
}

/** diffusers puts zeros in the place of a T5 that is not there; ComfyUI leaves it out. */
function zerosForT5({ clipL, clipG, t5, jointDim }: ClipValue): Tensor | null {
  const byDiffusers = (clipL ?? clipG)?.rules === 'diffusers';
  return byDiffusers && !t5 ? zeros([1, DIFFUSERS_T5_LENGTH, jointDim]) : null;
}

/** @throws UserError `clip_missing` */
function requireFluxTowers({ clipL, t5 }: ClipValue): void {
  if (clipL && t5) return;
  throw new UserError(
    'clip_missing',
    `FLUX reads a prompt through CLIP-L and T5; there is no ${clipL ? 'T5' : 'CLIP-L'}.`,
    'Load clip_l and t5xxl with DualCLIPLoader, type flux.',
  );
}

function clipMissing(): UserError {
  return new UserError(
    'clip_missing',
    'There is no text encoder.',
    'Connect the CLIP of a checkpoint that includes text encoders, or of a CLIP loader.',
  );
}
