import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { openCheckpoint } from '../loaders/checkpoint.ts';
import type { ClipValue } from '../models.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { createModelStore } from '../runtime/model-store.ts';
import type { Tensor } from '../tensor.ts';
import { encodePrompt, type TowerTexts } from './encode-prompt.ts';

const root = join(import.meta.dirname, '../..');
const reference = join(root, 'tests/goldens/bundled');
const models = createModelStore(1e9);
const bundled = openCheckpoint(join(root, 'models/checkpoints/shapes'), {
  model: (folder, name) => join(folder, name),
}).clip;
afterAll(() => models.clear());

async function encode(text: string | TowerTexts, clip: ClipValue = bundled) {
  const { context, notices } = stubContext({ models });
  return { ...(await encodePrompt(clip, text, context)), notices };
}

/** The bundled towers as a single file would give them. */
function byComfyUI(towers: readonly ('clipL' | 'clipG' | 't5')[], length = 12): ClipValue {
  const chosen = towers.map((tower) => [tower, { ...bundled[tower], rules: 'comfyui', length }]);
  return { jointDim: 192, loras: [], ...Object.fromEntries(chosen) };
}

function furthest(a: Tensor | null, b: Tensor | null): number {
  expect(a?.shape).toEqual(b?.shape);
  return Math.max(...(a?.data ?? []).map((value, i) => Math.abs(value - (b?.data[i] ?? NaN))));
}

/** Tokens `from` to `to` of [1, tokens, width], channels `left` to `right`. */
function region({ data, shape }: Tensor, from: number, to: number, left: number, right: number) {
  const width = shape[2] ?? 0;
  const rows = Array.from({ length: to - from }, (_, row) => (from + row) * width);
  return rows.flatMap((at) => [...data.subarray(at + left, at + right)]);
}

describe("by diffusers' rules", () => {
  const prompts = JSON.parse(readFileSync(join(reference, 'text.json'), 'utf8')) as string[];
  const expected = openSafetensors(join(reference, 'text.safetensors'));

  test.each(prompts.map((prompt, i) => [prompt.slice(0, 40), prompt, i] as const))(
    'equals StableDiffusion3Pipeline.encode_prompt: %j',
    async (_, prompt, i) => {
      const { embeds, pooled } = await encode(prompt);
      expect(furthest(embeds, readTensor(expected, `${i}.embeds`))).toBeLessThan(2e-5);
      expect(furthest(pooled, readTensor(expected, `${i}.pooled`))).toBeLessThan(2e-5);
    },
  );

  test('says how much of a long prompt was read', async () => {
    const { notices } = await encode('red '.repeat(30));
    expect(notices).toEqual([
      'The prompt is too long: CLIP-L reads 22 of its 30 tokens, CLIP-G reads 22 of its 30 tokens, T5 reads 23 of its 31 tokens.',
    ]);
  });

  test('says that textual inversions are read as text', async () => {
    expect((await encode('red embedding:style')).notices).toHaveLength(1);
    expect((await encode('an embedding: red')).notices).toEqual([]);
  });

  test('puts zeros in the place of T5', async () => {
    const { t5: _, ...withoutT5 } = bundled;
    const { embeds } = await encode('a red circle', withoutT5);
    expect(embeds.shape).toEqual([1, 24 + 256, 192]);
    expect(region(embeds, 24, 280, 0, 192).every((value) => value === 0)).toBe(true);
  });
});

describe("by ComfyUI's rules", () => {
  test('CLIP reads a long prompt in chunks, T5 in one go', async () => {
    const { embeds, notices } = await encode(
      'red '.repeat(25),
      byComfyUI(['clipL', 'clipG', 't5']),
    );
    expect(embeds.shape).toEqual([1, 3 * 12 + 27, 192]);
    expect(notices).toEqual([]);
  });

  test('pooled is of the first chunk, CLIP-L without its projection', async () => {
    const clip = byComfyUI(['clipL', 'clipG']);
    const long = await encode('red '.repeat(25), clip);
    const short = await encode('red '.repeat(10), clip);
    expect(furthest(long.pooled, short.pooled)).toBe(0);
    const projected = await encode('red '.repeat(10), { ...clip, clipL: bundled.clipL! });
    expect(furthest(long.pooled, projected.pooled)).toBeGreaterThan(0.01);
  });

  test('a missing CLIP is zeros on its channels and in pooled', async () => {
    const { embeds, pooled } = await encode('a red circle', byComfyUI(['clipL', 't5']));
    expect(embeds.shape).toEqual([1, 24, 192]);
    expect(region(embeds, 0, 12, 96, 192).every((value) => value === 0)).toBe(true);
    expect(pooled?.shape).toEqual([1, 96 + 1280]);
    expect(pooled?.data.subarray(96).every((value) => value === 0)).toBe(true);
  });

  test('T5 alone gives its tokens and a pooled vector of zeros', async () => {
    const { embeds, pooled } = await encode('a red circle', byComfyUI(['t5']));
    expect(embeds.shape).toEqual([1, 12, 192]);
    expect(pooled).toEqual({ data: new Float32Array(2048), shape: [1, 2048] });
  });

  test('the shorter of two CLIP texts is filled up with empty prompts', async () => {
    const clip = byComfyUI(['clipL', 'clipG']);
    const { embeds } = await encode({ clipL: 'red', clipG: 'red '.repeat(15), t5: null }, clip);
    const empty = await encode('', clip);
    expect(embeds.shape).toEqual([1, 24, 192]);
    expect(region(embeds, 12, 24, 0, 96)).toEqual(region(empty.embeds, 0, 12, 0, 96));
  });

  test('texts left out leave their tokens out', async () => {
    const clip = byComfyUI(['clipL', 'clipG', 't5']);
    const { embeds, pooled } = await encode({ clipL: null, clipG: null, t5: null }, clip);
    expect(embeds.shape).toEqual([1, 1, 192]);
    expect(pooled).toEqual({ data: new Float32Array(192), shape: [1, 192] });
  });
});

describe('weights', () => {
  test('move the weighted tokens away from the empty prompt and leave the others and pooled', async () => {
    const plain = await encode('a red circle');
    const empty = await encode('');
    const { embeds, pooled } = await encode('a (red:1.5) circle');
    expect(furthest(pooled, plain.pooled)).toBe(0);
    for (const token of [0, 1, 3, 4]) {
      const here = [token, token + 1, 0, 192] as const;
      expect(region(embeds, ...here)).toEqual(region(plain.embeds, ...here));
    }
    // CLIP's third token and T5's second are "red".
    for (const token of [2, 24 + 1]) {
      const here = [token, token + 1, 0, 192] as const;
      const [from, to] = [region(empty.embeds, ...here), region(plain.embeds, ...here)];
      const moved = from.map((e, i) => e + ((to[i] as number) - e) * 1.5);
      const weighted = region(embeds, ...here);
      moved.forEach((value, i) => expect(weighted[i]).toBeCloseTo(value, 5));
    }
  });

  test('of 1 change nothing', async () => {
    const plain = await encode('a red circle');
    const { embeds } = await encode('a (red:1.0) circle');
    expect(furthest(embeds, plain.embeds)).toBe(0);
  });
});

test.each([
  ['NUL', 'a\u0000red'],
  ['a lone surrogate', 'red \ud83d circle'],
  ['emoji only', '🐱🚀👩‍🚀'],
  ['100,000 characters', '(red '.repeat(20_000)],
])('encodes %s', async (_, text) => {
  const { embeds } = await encode(text);
  expect(embeds.data.every(Number.isFinite)).toBe(true);
});

describe('LoRAs on the text encoders', () => {
  const data = join(root, 'tests/goldens/data');
  const files = { model: (folder: string, name: string) => join(folder, name) };
  const clip = openCheckpoint(join(data, 'models/sd35m'), files).clip;
  const weights = openSafetensors(join(data, 'lora/sd35m_peft/pytorch_lora_weights.safetensors'));
  const withLora = (strength: number): ClipValue => ({
    ...clip,
    loras: [{ weights, name: 'peft', strength, window: { unit: 'always' } }],
  });

  test('change CLIP by their strength and leave T5 as it is', async () => {
    const plain = await encode('a red circle', clip);
    const none = await encode('a red circle', withLora(0));
    const full = await encode('a red circle', withLora(1));
    expect(furthest(none.embeds, plain.embeds)).toBeLessThan(1e-5);
    expect(furthest(full.pooled, plain.pooled)).toBeGreaterThan(0.1);
    const t5 = [77, 77 + 256, 0, 64] as const;
    expect(region(full.embeds, ...t5)).toEqual(region(plain.embeds, ...t5));
  });

  test('need no other network for another strength', async () => {
    const opened = new Set<string>();
    const store: typeof models = {
      ...models,
      use: (request, work) => {
        opened.add(request.key);
        return models.use(request, work);
      },
    };
    const { context } = stubContext({ models: store });
    await encodePrompt(withLora(0.3), 'red', context);
    const before = opened.size;
    await encodePrompt(withLora(0.7), 'red', context);
    expect(opened.size).toBe(before);
  });
});

test('without any text encoder says what to connect', async () => {
  await expect(encode('red', { family: 'sd3', jointDim: 192, loras: [] })).rejects.toMatchObject({
    code: 'clip_missing',
  });
});

test('towers wider than the transformer reads are refused', async () => {
  await expect(encode('red', { ...bundled, jointDim: 100 })).rejects.toMatchObject({
    code: 'text_width',
  });
});

test('a tokenizer that was replaced is read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokenizer-'));
  try {
    const t5 = bundled.t5 as TextEncoderSource;
    cpSync(t5.tokenizerDir, folder, { recursive: true });
    const clip = { ...bundled, t5: { ...t5, tokenizerDir: folder } };
    const before = await encode('a red circle', clip);
    const file = join(folder, 'tokenizer.json');
    const json = JSON.parse(readFileSync(file, 'utf8')) as { added_tokens: object[] };
    const added = { id: 7, content: 'red', single_word: false, lstrip: false, rstrip: false };
    json.added_tokens.push({ ...added, normalized: false, special: false });
    writeFileSync(file, JSON.stringify(json));
    expect(furthest((await encode('a red circle', clip)).embeds, before.embeds)).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
