/**
 * The workflow as the editor holds it: plain data, so that undo is a list of values and files are written from it. What
 * a file says beyond this is kept in `rest` of the part that it stands in, and written back unchanged.
 */
import type { Draft } from 'immer';
import type { Json, JsonObject } from '../json.ts';

/** Ids are text here; whole numbers are written as numbers. */
export type NodeId = string;
export type LinkId = string;
export type RerouteId = string;
export type GroupId = string;
export type SubgraphId = string;
export type Point = readonly [x: number, y: number];
export type Size = readonly [width: number, height: number];

/** `never` is ComfyUI's muted, `bypass` lets what fits through. */
export type NodeMode = 'always' | 'never' | 'bypass';
/** What happens to a seed after a run. */
export type SeedControl = 'fixed' | 'increment' | 'decrement' | 'randomize';

/** Ends of links that leave a subgraph: the ids of its two boundary nodes. */
export const SUBGRAPH_INPUT: NodeId = '-10';
export const SUBGRAPH_OUTPUT: NodeId = '-20';

export interface InputSlot {
  /** Unique within the node. */
  readonly name: string;
  readonly type: string;
  /** The slot of a widget: it takes the widget's place when something is linked to it. */
  readonly isWidget: boolean;
  readonly rest: JsonObject;
}

export interface OutputSlot {
  readonly name: string;
  readonly type: string;
  readonly rest: JsonObject;
}

export interface GraphNode {
  readonly id: NodeId;
  /** The class, or the id of a subgraph. */
  readonly type: string;
  /** Null: the title of its class. */
  readonly title: string | null;
  /** Of the header's corner. */
  readonly position: Point;
  /** With the header; what is drawn is never smaller than its content (`nodeLayout`). */
  readonly size: Size;
  readonly mode: NodeMode;
  readonly isCollapsed: boolean;
  readonly isPinned: boolean;
  /** CSS colour of the header. */
  readonly color: string | null;
  readonly inputs: readonly InputSlot[];
  readonly outputs: readonly OutputSlot[];
  /** Of the widgets of a known class, and of those that a subgraph shows outside, by input name. */
  readonly values: { readonly [input: string]: Json };
  readonly controls: { readonly [input: string]: SeedControl };
  /** `widgets_values` of an unknown class, or those behind the known ones. */
  readonly savedWidgets: readonly Json[] | JsonObject | null;
  readonly properties: JsonObject;
  readonly rest: JsonObject;
}

export interface Link {
  readonly id: LinkId;
  readonly from: { readonly node: NodeId; readonly slot: number };
  /** By the input's name; a slot of a subgraph's outputs by its number as text. */
  readonly to: { readonly node: NodeId; readonly input: string };
  readonly type: string;
  /** The reroute before its end. */
  readonly via: RerouteId | null;
  readonly rest: JsonObject;
}

/** A point that links run through. */
export interface Reroute {
  readonly id: RerouteId;
  readonly position: Point;
  /** The reroute before it, towards the origin. */
  readonly parent: RerouteId | null;
  readonly rest: JsonObject;
}

export interface Group {
  readonly id: GroupId;
  readonly title: string;
  readonly position: Point;
  readonly size: Size;
  readonly color: string | null;
  readonly rest: JsonObject;
}

export interface Graph {
  readonly nodes: { readonly [id: NodeId]: GraphNode };
  /** The highest number that a node has had for its id: ids are not given twice. */
  readonly lastNodeId: number;
  /** All ids of `nodes`, the topmost last. */
  readonly order: readonly NodeId[];
  readonly links: { readonly [id: LinkId]: Link };
  readonly reroutes: { readonly [id: RerouteId]: Reroute };
  readonly groups: { readonly [id: GroupId]: Group };
  readonly rest: JsonObject;
}

/** A graph as immer's recipes change it. */
export type GraphDraft = Draft<Graph>;

/** An input or output that a subgraph shows outside. */
export interface ExposedSlot {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly rest: JsonObject;
}

export interface Subgraph {
  readonly id: SubgraphId;
  readonly name: string;
  readonly graph: Graph;
  readonly inputs: readonly ExposedSlot[];
  readonly outputs: readonly ExposedSlot[];
  /** Where the boundary nodes stand. */
  readonly inputPosition: Point;
  readonly outputPosition: Point;
}

export interface WorkflowDocument {
  readonly root: Graph;
  readonly subgraphs: { readonly [id: SubgraphId]: Subgraph };
  /** Members of the file besides the graph. */
  readonly rest: JsonObject;
}

export const EMPTY_GRAPH: Graph = {
  nodes: {},
  lastNodeId: 0,
  order: [],
  links: {},
  reroutes: {},
  groups: {},
  rest: {},
};
export const EMPTY_DOCUMENT: WorkflowDocument = {
  root: EMPTY_GRAPH,
  subgraphs: {},
  rest: { config: {}, extra: {} },
};

/** Which graph of a document: a subgraph's id, null for the root. */
export type GraphRef = SubgraphId | null;
export type DocumentDraft = Draft<WorkflowDocument>;

/** Null for a subgraph that is not there. */
export function graphOf(document: DocumentDraft, ref: GraphRef): GraphDraft | null;
export function graphOf(document: WorkflowDocument, ref: GraphRef): Graph | null;
export function graphOf(document: WorkflowDocument, ref: GraphRef): Graph | null {
  if (ref === null) return document.root;
  return Object.hasOwn(document.subgraphs, ref) ? (document.subgraphs[ref]?.graph ?? null) : null;
}
