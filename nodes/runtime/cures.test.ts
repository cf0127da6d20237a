import { expect, test } from 'vitest';
import { explain } from './cures.ts';

const missing = (library: string) =>
  `${library}: cannot open shared object file: No such file or directory`;

test.each([
  ['libcuda.so.1', "NVIDIA's driver"],
  ['libcublasLt.so.13', 'libcublas-13-0'],
  ['libcublas.so.12', 'libcublas-12-0'],
  ['libcudart.so.13', 'cuda-cudart-13-0'],
  ['libcurand.so.10', 'libcurand-13-0'],
  ['libcudnn.so.9', 'cuDNN 9'],
  ['libcudnn_graph.so.9', 'cuDNN 9'],
])('%s comes with %s', (library, what) => {
  const { reason, cure } = explain('cuda', missing(library));
  expect(reason).toBe(`${library} is not on this machine`);
  expect(cure).toContain(what);
});

test('other reasons stay as they are', () => {
  expect(explain('webgpu', 'no adapter').reason).toBe('no adapter');
  expect(explain('cuda', 'its libraries are not installed').cure).toContain(
    'taca-studio provider install cuda',
  );
});
