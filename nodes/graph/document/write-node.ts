import { isObject, type JsonObject } from '../json.ts';
import type { ClassLayout } from '../workflow/class-layout.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { writeId } from './ids.ts';
import {
  memberOf,
  modeField,
  positionField,
  sizeField,
  writtenFlags,
  writtenOf,
} from './node-fields.ts';
import { writeValues } from './node-values.ts';
import { colorField, titleField } from './read-node.ts';
import type { GraphNode, LinkId, OutputSlot } from './types.ts';

export interface LinksOfNode {
  readonly into: ReadonlyMap<string, LinkId>;
  /** By slot. */
  readonly outOf: ReadonlyMap<number, readonly LinkId[]>;
}

export function writeNode(
  node: GraphNode,
  layout: ClassLayout | undefined,
  links: LinksOfNode,
): JsonObject {
  const { rest } = node;
  const widgets = writeValues(layout, node);
  return {
    ...rest,
    id: writeId(node.id),
    type: node.type,
    ...writtenOf(titleField, node.title, rest),
    ...writtenOf(positionField, node.position, rest),
    ...writtenOf(sizeField, node.size, rest),
    ...writtenOf(modeField, node.mode, rest),
    ...writtenOf(colorField, node.color, rest),
    ...writtenFlags(node, rest),
    ...(node.inputs.length > 0 && { inputs: writeInputs(node, links) }),
    ...(node.outputs.length > 0 && {
      outputs: node.outputs.map((slot, i) => writeOutput(slot, links.outOf.get(i) ?? [])),
    }),
    ...(Object.keys(node.properties).length > 0 && { properties: node.properties }),
    ...(widgets !== undefined && { widgets_values: widgets }),
    ...namedValues(node),
  };
}

/** Newer files list the values by name besides. */
function namedValues({ rest, values }: GraphNode): JsonObject {
  const named = memberOf(rest, 'widgets_values_named');
  if (!isObject(named)) return {};
  const changed = Object.entries(values).filter(([name]) => Object.hasOwn(named, name));
  return { widgets_values_named: { ...named, ...Object.fromEntries(changed) } };
}

function writeInputs({ inputs }: GraphNode, { into }: LinksOfNode): JsonObject[] {
  return inputs.map(({ name, type, isWidget, rest }) => {
    const link = into.get(name);
    return {
      name,
      type,
      ...(isWidget && { widget: { name } }),
      ...rest,
      link: link === undefined ? null : writeId(link),
    };
  });
}

/** Links in the order that the file had. */
function writeOutput({ name, type, rest }: OutputSlot, links: readonly LinkId[]): JsonObject {
  const kept = memberOf(rest, 'links');
  const ids = links.map(writeId);
  const before = listOf(kept).filter((id) => ids.includes(id));
  const list = [...new Set([...before, ...ids])];
  return {
    name,
    type,
    ...rest,
    links: list.length > 0 ? list : Array.isArray(kept) ? [] : null,
  };
}
