import { defineNode, float } from '../graph/definition.ts';

const LIMIT = 2 ** 63;

export const primitiveFloat = defineNode({
  id: 'PrimitiveFloat',
  title: 'Float',
  category: 'utilities/primitive',
  description: 'A number for several inputs at once.',
  inputs: { value: float({ default: 0, min: -LIMIT, max: LIMIT, step: 0.1 }) },
  outputs: { FLOAT: 'FLOAT' },
  run: ({ value }) => ({ FLOAT: value }),
});
