import { defineNode, string } from '../graph/definition.ts';

export const primitiveString = defineNode({
  id: 'PrimitiveString',
  title: 'Text',
  category: 'utilities/primitive',
  description: 'A line of text for several inputs at once.',
  inputs: { value: string() },
  outputs: { STRING: 'STRING' },
  run: ({ value }) => ({ STRING: value }),
});
