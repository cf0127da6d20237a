import { expect, test } from 'vitest';
import { newNode } from '../../nodes/graph/document/edits.ts';
import type { GraphNode, Point, Size } from '../../nodes/graph/document/types.ts';
import { freePlace } from './free-place.ts';

const nodeClass = {
  id: 'A',
  title: 'A',
  category: '',
  description: '',
  inputs: [],
  outputs: [],
  isOutput: false,
  isDeprecated: false,
  isExperimental: false,
  aliases: [],
};
const node = (position: Point, size: Size): GraphNode => ({
  ...newNode('1', nodeClass, position),
  size,
});

test('a free place stays', () => {
  expect(freePlace([], [5, 7])).toEqual([5, 7]);
  expect(freePlace([node([0, 0], [100, 50])], [200, 10])).toEqual([200, 10]);
});

test('a covered place moves below all that cover it', () => {
  const nodes = [node([0, 70], [100, 50]), node([0, 0], [100, 50]), node([0, 400], [100, 50])];
  expect(freePlace(nodes, [10, 10])).toEqual([10, 140]);
});
