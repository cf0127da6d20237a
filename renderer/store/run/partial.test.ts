import { expect, it } from 'vitest';
import { readNodeClasses } from '../../../nodes/graph/node-class.ts';
import { runUpTo } from './partial.ts';

const classes = readNodeClasses({
  Load: { output: ['MODEL', 'CLIP', 'VAE'] },
  Text: { output: ['CONDITIONING'] },
  Sample: { output: ['LATENT'] },
  Decode: { output: ['IMAGE'] },
  Save: { output: [], output_node: true },
});
const prompt = {
  1: { class_type: 'Load', inputs: {} },
  2: { class_type: 'Text', inputs: { clip: ['1', 1] } },
  3: { class_type: 'Sample', inputs: { model: ['1', 0], positive: ['2', 0] } },
  4: { class_type: 'Decode', inputs: { samples: ['3', 0], vae: ['1', 2] } },
  5: { class_type: 'Save', inputs: { images: ['4', 0] } },
  6: { class_type: 'Save', inputs: { images: ['4', 0] } },
};

it('runs one output and leaves the others', () => {
  const part = runUpTo(prompt, ['5'], classes);
  expect(part.targets).toEqual(['5']);
  expect(Object.keys(part.prompt)).toEqual(['1', '2', '3', '4', '5']);
});

it('shows the picture of a node within', () => {
  const part = runUpTo(prompt, ['4'], classes);
  expect(part.targets).toEqual(['4:shown']);
  expect(part.prompt['4:shown']).toEqual({
    class_type: 'PreviewImage',
    inputs: { images: ['4', 0] },
  });
  expect(part.prompt).not.toHaveProperty('5');
});

it('decodes a latent to show it', () => {
  const part = runUpTo(prompt, ['3'], classes);
  expect(part.prompt['3:decoded']).toMatchObject({ inputs: { samples: ['3', 0], vae: ['1', 2] } });
  expect(Object.keys(part.prompt)).toEqual(['1', '2', '3', '3:decoded', '3:shown']);
});

it('says which nodes make nothing to see', () => {
  expect(runUpTo(prompt, ['2', 'gone'], classes)).toEqual({
    prompt: {},
    targets: [],
    unseen: ['2'],
  });
});
