import { defineNode, string } from '../graph/definition.ts';

export const primitiveStringMultiline = defineNode({
  id: 'PrimitiveStringMultiline',
  title: 'Text (Multiline)',
  category: 'utilities/primitive',
  description: 'A text for several inputs at once.',
  inputs: { value: string({ multiline: true }) },
  outputs: { STRING: 'STRING' },
  run: ({ value }) => ({ STRING: value }),
});
