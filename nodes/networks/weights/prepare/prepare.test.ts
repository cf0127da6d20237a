import {
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTensor } from '../read-tensor.ts';
import { openSafetensors } from '../safetensors.ts';
import { f32, writeSafetensors } from '../safetensors.fixture.ts';
import type { PrepareProgress } from './options.ts';
import { isAsItIs, prepare } from './prepare.ts';
import {
  cached,
  dir,
  int8,
  linear,
  moduleOf,
  network,
  onlyFile,
  values,
} from './prepare.fixture.ts';

describe('what is converted', () => {
  test('is nothing where a graph reads the file as it is', async () => {
    const source = network();
    expect(await prepare(source, 'fp32', { dir, scaleType: 'F32' })).toBe(source);
    expect(isAsItIs(source, 'fp32', 'F32')).toBe(true);
    expect(isAsItIs(source, 'int8', 'F32')).toBe(false);
    expect(existsSync(join(dir, 'weights'))).toBe(false);
  });

  test('is nothing of 8-bit floats that are widened on loading, unless they are scaled', async () => {
    const bytes = new Uint8Array(64 * 64).fill(0x38);
    const source = network({ 'x.weight': { dtype: 'F8_E4M3', shape: [64, 64], bytes } });
    expect(isAsItIs(source, 'fp32', 'F32')).toBe(true);
    const stored = source.tensors.get('x.weight')!;
    const scaled = { ...source, tensors: new Map([['x.weight', { ...stored, scale: 0.5 }]]) };
    const made = await prepare(scaled, 'fp32', { dir, scaleType: 'F32' });
    expect(readTensor(made, 'x.weight').data).toEqual(new Float32Array(64 * 64).fill(0.5));
  });

  test('are linear layers inside blocks; all else keeps its bytes', async () => {
    const rest = {
      'x_embedder.weight': linear,
      'transformer_blocks.0.attn.norm_q.weight': f32([1, 2, 3]),
      'transformer_blocks.0.attn.to_q.bias': f32([0.1, -1e-9]),
      'transformer_blocks.0.narrow.weight': f32([...values.subarray(0, 640)], [64, 10]),
      'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight': linear,
      scalar: f32([5], []),
    };
    const source = network(rest, 1);
    const made = await int8(source);
    for (const name of Object.keys(rest)) {
      expect({ name, ...readTensor(made, name) }).toEqual({ name, ...readTensor(source, name) });
    }
    expect(made.tensors.get(`${moduleOf(0)}.weight`)?.type).toBe('U8');
    expect(made.tensors.size).toBe(source.tensors.size + 1);
  });

  test('are other layers’ weights too for float16, but no biases, norms and tables', async () => {
    const source = network({
      'x_embedder.weight': linear,
      'x_embedder.bias': f32([1]),
      'text_model.embeddings.token_embedding.weight': linear,
    });
    const made = await prepare(source, 'fp16', { dir, scaleType: 'F16' });
    expect([...made.tensors].map(([name, { type }]) => `${name} ${type}`).toSorted()).toEqual([
      'text_model.embeddings.token_embedding.weight F32',
      'transformer_blocks.0.attn.to_q.weight F16',
      'transformer_blocks.1.attn.to_q.weight F16',
      'transformer_blocks.2.attn.to_q.weight F16',
      'x_embedder.bias F32',
      'x_embedder.weight F16',
    ]);
  });

  test('keeps the label, the config and what tells it from other networks', async () => {
    const source = { ...network(), config: { depth: 3 } };
    const made = await int8(source);
    expect(made).toMatchObject({ label: source.label, config: { depth: 3 } });
    const other = await prepare(source, 'int4', { dir, scaleType: 'F32' });
    expect(new Set([source, made, other].map(({ identity }) => identity)).size).toBe(3);
  });

  test('stays float32 where float16 would be infinite, and is named', async () => {
    const large = f32([...values.subarray(0, 4095), 70_000], [64, 64]);
    const blocks = [1, 3, 5].map((i) => [`${moduleOf(i)}.weight`, large]);
    const source = network(Object.fromEntries(blocks), 8);
    const made = await prepare(source, 'fp16', { dir, scaleType: 'F16' });
    expect(JSON.parse(made.metadata['kept_float32'] ?? '')).toEqual(blocks.map(([name]) => name));
    for (const name of source.tensors.keys()) {
      const type = blocks.some(([wide]) => wide === name) ? 'F32' : 'F16';
      expect(made.tensors.get(name)?.type).toBe(type);
    }
    expect(readTensor(made, `${moduleOf(3)}.weight`).data.at(-1)).toBe(70_000);
    expect(await prepare(source, 'fp16', { dir, scaleType: 'F16' })).toEqual(made);
  });

  test('is refused where it is infinite, by its name', async () => {
    const broken = f32([...values.subarray(0, 4095), Infinity], [64, 64]);
    const source = network({ 'transformer_blocks.9.ff.weight': broken });
    await expect(int8(source)).rejects.toMatchObject({
      code: 'weights_not_finite',
      message: expect.stringContaining('"transformer_blocks.9.ff.weight"'),
    });
    expect(cached()).toEqual([]);
  });
});

describe('the converted file', () => {
  test('is made once', async () => {
    const source = network();
    const first = await int8(source);
    const { mtimeMs } = statSync(onlyFile());
    expect(await int8(source)).toEqual(first);
    expect(statSync(onlyFile()).mtimeMs).toBe(mtimeMs);
    expect(cached()).toHaveLength(1);
  });

  test.each([
    ['cut', (path: string) => truncateSync(path, statSync(path).size - 100)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['overwritten with zeros', (path: string) => zero(path, 8192)],
    ['without its end', (path: string) => zero(path, statSync(path).size - 64)],
    ['of another network', (path: string) => writeSafetensors(path, { other: f32([1]) })],
  ])('is made anew when it is %s', async (_, damage) => {
    const source = network();
    await int8(source);
    const whole = readFileSync(onlyFile());
    damage(onlyFile());
    await int8(source);
    expect(readFileSync(onlyFile()).equals(whole)).toBe(true);
  });

  test('goes when its source has become another file', async () => {
    await int8(network());
    const [old] = cached();
    await int8(network({ more: f32([1]) }));
    expect(cached()).toHaveLength(1);
    expect(cached()).not.toEqual([old]);
  });

  test('stays while its source is away', async () => {
    const source = network();
    await int8(source);
    renameSync(join(dir, 'model.safetensors'), join(dir, 'away.safetensors'));
    await int8(
      openSafetensors(
        writeSafetensors(join(dir, 'second.safetensors'), {
          'transformer_blocks.0.a.weight': linear,
        }),
      ),
    );
    expect(cached()).toHaveLength(2);
  });
});

function zero(path: string, from: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, from, from + 64));
}

describe('progress', () => {
  test('goes from nothing to everything, and names tensors', async () => {
    const seen: PrepareProgress[] = [];
    await int8(network({}, 6), dir, { progress: (at: PrepareProgress) => seen.push(at) });
    expect(seen[0]).toMatchObject({ done: 0, tensor: null });
    expect(seen.at(-1)?.done).toBe(seen[0]?.total);
    expect(seen.map(({ done }) => done)).toEqual(
      seen.map(({ done }) => done).toSorted((a, b) => a - b),
    );
    expect(new Set(seen.map(({ tensor }) => tensor)).size).toBe(7);
  });

  test('ends with the signal’s reason; the next conversion goes on', async () => {
    const source = network({}, 60);
    const abort = new AbortController();
    const reason = new Error('enough');
    const progress = ({ done, total }: PrepareProgress) => done > total / 2 && abort.abort(reason);
    await expect(int8(source, dir, { signal: abort.signal, progress })).rejects.toBe(reason);
    expect(cached().map((name) => name.replace(/^[0-9a-f]+\./, ''))).toEqual([
      'safetensors.journal',
      'safetensors.part',
    ]);
    const firsts: number[] = [];
    await int8(source, dir, { progress: ({ done }: PrepareProgress) => firsts.push(done) });
    expect(firsts[0]).toBeGreaterThan(0);
    expect(cached()).toHaveLength(1);
  });
});

test('a signal that came before ends it before it begins', async () => {
  await expect(int8(network(), dir, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
});
