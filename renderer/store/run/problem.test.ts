import { expect, it } from 'vitest';
import { promptError } from '../../../nodes/graph/prompt-errors.ts';
import { missingNodes, problemOf, problemsOf } from './problem.ts';

it('a value beyond its range can be set to the nearest', () => {
  const found = problemOf(
    promptError('value_smaller_than_min', 'Value 0 smaller than min of 1', 'steps', {
      input_name: 'steps',
      input_config: ['INT', { min: 1, max: 10_000 }],
      received_value: 0,
    }),
  );
  expect(found).toEqual({
    code: 'value_smaller_than_min',
    message: 'steps is 0; the least is 1.',
    cure: 'Set it to 1.',
    input: 'steps',
    fixes: [{ kind: 'set', input: 'steps', value: 1 }],
  });
});

it('a file that is not here offers the nearest, the list, and to get it', () => {
  const missing = (nearest: string[]) =>
    problemOf(
      promptError('value_not_in_list', 'Value not in list', '', {
        input_name: 'ckpt_name',
        received_value: 'sd35.safetensors',
        nearest,
      }),
    );
  expect(missing(['sd3.5.safetensors'])).toMatchObject({
    message: 'sd35.safetensors was not found.',
    fixes: [{ kind: 'set', value: 'sd3.5.safetensors' }, { kind: 'pick' }, { kind: 'download' }],
  });
  expect(missing([]).fixes.map(({ kind }) => kind)).toEqual(['pick', 'download']);
});

it('an input without a link asks for one', () => {
  const error = promptError('required_input_missing', 'Required input is missing', 'latent_image', {
    input_name: 'latent_image',
  });
  const found = problemsOf({ '3': { errors: [error], dependent_outputs: [], class_type: 'K' } });
  expect(found.get('3')).toMatchObject({
    message: 'Nothing is connected to latent_image.',
    fixes: [{ kind: 'connect', input: 'latent_image' }],
  });
});

it('classes that the server lacks are told on their nodes', () => {
  const found = missingNodes(
    promptError('missing_node_type', '', '', {
      missing: [{ node_id: '4', class_type: 'FaceDetailer' }],
    }),
  );
  expect(found.get('4')?.message).toBe('There is no node of class FaceDetailer here.');
});

it('what a node says of itself is a sentence without the name of the input', () => {
  const error = promptError('custom_validation_failed', '', 'image - Invalid image file: no.png', {
    input_name: 'image',
  });
  expect(problemOf(error)).toMatchObject({
    message: 'Invalid image file: no.png.',
    input: 'image',
  });
});
