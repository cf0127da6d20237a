import { defineNode, boolean } from '../graph/definition.ts';

export const primitiveBoolean = defineNode({
  id: 'PrimitiveBoolean',
  title: 'Boolean',
  category: 'utilities/primitive',
  description: 'Yes or no for several inputs at once.',
  inputs: { value: boolean({ default: false }) },
  outputs: { BOOLEAN: 'BOOLEAN' },
  run: ({ value }) => ({ BOOLEAN: value }),
});
