import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { GraphBuilder } from '../onnx/graph-builder.ts';
import { openWeights } from './open-weights.ts';
import { readTensor } from './read-tensor.ts';
import { f32, writeSafetensors } from './safetensors.fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'weights-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const at = (...names: string[]) => join(dir, ...names);
const json = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));
const code = (path: string) => {
  try {
    openWeights(path);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};

describe('a component folder', () => {
  test('is another when its config is', () => {
    writeSafetensors(at('model.safetensors'), { a: f32([1]) });
    json('config.json', { num_attention_heads: 2 });
    const { identity } = openWeights(dir);
    expect(openWeights(dir).identity).toBe(identity);
    expect(openWeights(at('model.safetensors')).identity).toBe(identity);
    json('config.json', { num_attention_heads: 4 });
    expect(openWeights(dir).identity).not.toBe(identity);
  });

  test('opens its weights and config', () => {
    writeSafetensors(at('diffusion_pytorch_model.safetensors'), { a: f32([1]) });
    writeSafetensors(at('diffusion_pytorch_model.fp16.safetensors'), { b: f32([1]) });
    json('config.json', { depth: 3 });
    const source = openWeights(dir);
    expect([...source.tensors.keys()]).toEqual(['a']);
    expect(source.config).toEqual({ depth: 3 });
    expect(source.label).toBe(dir);
    expect(openWeights(at('diffusion_pytorch_model.safetensors')).config).toEqual({ depth: 3 });
  });

  test('opens the only file, whatever its name', () => {
    writeSafetensors(at('t5xxl_fp16.safetensors'), { a: f32([1]) });
    expect(openWeights(dir).tensors.size).toBe(1);
  });

  test('a config beside a file of another name is not its', () => {
    writeSafetensors(at('sd3.safetensors'), { a: f32([1]) });
    json('config.json', {});
    expect(openWeights(at('sd3.safetensors')).config).toBeNull();
  });

  test('with several files of unknown names is refused', () => {
    writeSafetensors(at('a.safetensors'), { a: f32([1]) });
    writeSafetensors(at('b.safetensors'), { a: f32([1]) });
    expect(() => openWeights(dir)).toThrow(
      /several weight files \(a\.safetensors, b\.safetensors\)/,
    );
  });

  test('with pickles only is refused, naming one', () => {
    writeFileSync(at('pytorch_model.bin'), '');
    expect(() => openWeights(dir)).toThrow(/but pytorch_model\.bin, which is not read/);
  });

  test('with a broken config is refused', () => {
    writeSafetensors(at('model.safetensors'), { a: f32([1]) });
    writeFileSync(at('config.json'), '{"depth": 3,');
    expect(code(dir)).toBe('json_invalid');
    writeFileSync(at('config.json'), '\uFEFF{"depth": 3}');
    expect(openWeights(dir).config).toEqual({ depth: 3 });
  });
});

describe('weights in parts', () => {
  const index = 'model.safetensors.index.json';
  const parts = () => {
    writeSafetensors(at('model-1.safetensors'), { a: f32([1, 2]) });
    writeSafetensors(at('model-2.safetensors'), { b: f32([3]), c: f32([4]) });
  };
  const map = { a: 'model-1.safetensors', b: 'model-2.safetensors', c: 'model-2.safetensors' };

  test('are one source and one graph', async () => {
    parts();
    json(index, { weight_map: map });
    const source = openWeights(dir);
    expect([...readTensor(source, 'a').data, ...readTensor(source, 'c').data]).toEqual([1, 2, 4]);
    const b = new GraphBuilder();
    b.output('sum', b.op('Add', [b.weight(source, 'a'), b.weight(source, 'b')]));
    const session = await Session.open(b.build(), cpu);
    expect([...((await session.run({}))['sum']?.data ?? [])]).toEqual([4, 5]);
    await session.release();
  });

  test('behind links, as in a Hugging Face cache, open too', () => {
    mkdirSync(at('blobs'));
    mkdirSync(at('snapshot'));
    writeSafetensors(at('blobs', 'x'), { a: f32([1]) });
    writeSafetensors(at('blobs', 'y'), { b: f32([2]), c: f32([3]) });
    symlinkSync(at('blobs', 'x'), at('snapshot', 'model-1.safetensors'));
    symlinkSync(at('blobs', 'y'), at('snapshot', 'model-2.safetensors'));
    json(join('snapshot', index), { weight_map: map });
    expect(openWeights(at('snapshot')).tensors.get('c')?.file).toBe(at('blobs', 'y'));
  });

  test('open by one of them, and by an index of a variant', () => {
    const named = (part: number) => `model.fp16-0000${part}-of-00002.safetensors`;
    writeSafetensors(at(named(1)), { a: f32([1]) });
    writeSafetensors(at(named(2)), { b: f32([2]) });
    expect([...openWeights(at(named(2))).tensors.keys()]).toEqual(['b']);
    json('model.safetensors.index.fp16.json', { weight_map: { a: named(1), b: named(2) } });
    json('config.json', { depth: 1 });
    for (const path of [at(named(1)), at(named(2)), dir]) {
      const source = openWeights(path);
      expect([...source.tensors.keys()]).toEqual(['a', 'b']);
      expect(source.config).toEqual({ depth: 1 });
    }
  });

  test('a missing part is named', () => {
    parts();
    json(index, { weight_map: { ...map, d: 'model-3.safetensors' } });
    expect(() => openWeights(dir)).toThrow(/1 are not there: model-3\.safetensors/);
  });

  test.each([
    ['../model-1.safetensors', 'weights_shard_path'],
    ['/etc/model.safetensors', 'weights_shard_path'],
    ['..', 'weights_shard_path'],
    [7, 'weights_shard_path'],
  ])('a part named %s is refused', (name, expected) => {
    json(index, { weight_map: { a: name } });
    expect(code(dir)).toBe(expected);
  });

  test('an index that is not of these files is refused', () => {
    parts();
    json(index, { weight_map: { ...map, b: 'model-1.safetensors' } });
    expect(code(dir)).toBe('weights_missing');
    json(index, {});
    expect(code(dir)).toBe('json_invalid');
  });

  test('have another identity when one changes', () => {
    parts();
    json(index, { weight_map: map });
    const before = openWeights(dir).identity;
    writeSafetensors(at('model-2.safetensors'), { b: f32([3, 3]), c: f32([4]) });
    expect(openWeights(dir).identity).not.toBe(before);
  });
});
