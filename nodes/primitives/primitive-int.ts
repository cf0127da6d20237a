import { defineNode, seed } from '../graph/definition.ts';

const LIMIT = 2n ** 63n - 1n;

export const primitiveInt = defineNode({
  id: 'PrimitiveInt',
  title: 'Int',
  category: 'utilities/primitive',
  description: 'A whole number for several inputs at once; exact to 64 bits.',
  inputs: { value: seed({ min: -LIMIT, max: LIMIT }) },
  outputs: { INT: 'INT' },
  run: ({ value }) => ({ INT: value }),
});
