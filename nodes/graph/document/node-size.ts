/** Where the parts of a node are, in pixels from its corner: what is drawn and what links run to. */
import { isWidgetInput, type NodeClass, type WidgetInfo } from '../node-class.ts';
import { lineCount } from './text-size.ts';
import type { GraphNode, Point } from './types.ts';

export const HEADER_HEIGHT = 28;
export const ROW_HEIGHT = 20;
export const WIDGET_HEIGHT = 22;
export const WIDGET_GAP = 3;
export const MIN_WIDTH = 140;
export const MAX_WIDTH = 640;
const TEXT_HEIGHT = 74;
const LINE_HEIGHT = 16;
/** Of a text beside its lines. */
const TEXT_PADDING = 12;
/** Between the sides of a node and the lines of its text. */
const TEXT_SIDES = 32;
const PADDING = 6;
/** The curve over the steps below the widgets of a node that acts in a part of them. */
const SCHEDULE_HEIGHT = 42;
const SCHEDULE_INPUTS = ['mode', 'start', 'end', 'steps', 'timestep'];

export interface NodeLayout {
  readonly width: number;
  readonly height: number;
  /** Centres of the sockets on the left; those of widgets lie in the middle of their first line. */
  readonly inputs: readonly { readonly name: string; readonly y: number }[];
  readonly outputs: readonly { readonly slot: number; readonly y: number }[];
  readonly widgets: readonly {
    readonly name: string;
    readonly y: number;
    readonly height: number;
  }[];
  /** Below the widgets; what is left of the height is for a picture or a text. */
  readonly contentEnd: number;
}

/** @param nodeClass undefined for a class that the server does not have */
export function nodeLayout(node: GraphNode, nodeClass: NodeClass | undefined): NodeLayout {
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, node.size[0]));
  return node.isCollapsed ? pill(node, width) : open(node, nodeClass, width);
}

/** On the canvas. Undefined for a socket that the node does not have. */
export function socketPosition(
  node: GraphNode,
  nodeClass: NodeClass | undefined,
  socket: { readonly input: string } | { readonly output: number },
): Point | undefined {
  const { width, inputs, outputs } = nodeLayout(node, nodeClass);
  const [x, y] = node.position;
  if ('input' in socket) {
    const input = inputs.find(({ name }) => name === socket.input);
    return input && [x, y + input.y];
  }
  const output = outputs.find(({ slot }) => slot === socket.output);
  return output && [x + width, y + output.y];
}

/** All links meet at its ends. */
function pill(node: GraphNode, width: number): NodeLayout {
  const y = HEADER_HEIGHT / 2;
  return {
    width,
    height: HEADER_HEIGHT,
    inputs: node.inputs.map(({ name }) => ({ name, y })),
    outputs: node.outputs.map((_, slot) => ({ slot, y })),
    widgets: [],
    contentEnd: HEADER_HEIGHT,
  };
}

function open(node: GraphNode, nodeClass: NodeClass | undefined, width: number): NodeLayout {
  const shown = (nodeClass?.inputs ?? []).filter(isWidgetInput);
  const widgetNames = new Set(shown.map(({ name }) => name));
  const sockets = node.inputs.filter(({ name }) => !widgetNames.has(name));
  const rows = Math.max(sockets.length, node.outputs.length);
  const top = HEADER_HEIGHT + rows * ROW_HEIGHT;
  const heights = shown.map((input) => heightOf(input, node, width));
  const needed =
    top +
    heights.reduce((sum, height) => sum + height + WIDGET_GAP, 0) +
    (SCHEDULE_INPUTS.every((name) => widgetNames.has(name)) ? SCHEDULE_HEIGHT : 0) +
    PADDING;
  const height = isStretched(nodeClass, shown) ? Math.max(needed, node.size[1]) : needed;
  const spare = (height - needed) / Math.max(1, shown.filter(isText).length);
  let y = top;
  const widgets = shown.map((input, i) => {
    const widget = {
      name: input.name,
      y: y + WIDGET_GAP,
      height: (heights[i] ?? 0) + (isText(input) ? spare : 0),
    };
    y = widget.y + widget.height;
    return widget;
  });
  const rowOf = (i: number) => HEADER_HEIGHT + (i + 0.5) * ROW_HEIGHT;
  return {
    width,
    height,
    inputs: [
      ...sockets.map(({ name }, i) => ({ name, y: rowOf(i) })),
      ...widgets.map((widget) => ({ name: widget.name, y: widget.y + WIDGET_HEIGHT / 2 })),
    ],
    outputs: node.outputs.map((_, slot) => ({ slot, y: rowOf(slot) })),
    widgets,
    contentEnd: y,
  };
}

/** Nodes with a text or a picture are as tall as they were made, others as their content. */
function isStretched(nodeClass: NodeClass | undefined, widgets: readonly WidgetInfo[]): boolean {
  if (!nodeClass) return true;
  return (
    nodeClass.isOutput ||
    widgets.some((input) => isText(input) || (input.kind === 'combo' && input.isImage))
  );
}

function isText(input: WidgetInfo): boolean {
  return input.kind === 'string' && input.multiline;
}

/** A text that may stay empty takes a line until it holds more. */
function heightOf(input: WidgetInfo, node: GraphNode, width: number): number {
  if (!isText(input)) return WIDGET_HEIGHT;
  if (!input.isOptional) return TEXT_HEIGHT;
  const text = node.values[input.name];
  const lines = lineCount(typeof text === 'string' ? text : '', width - TEXT_SIDES);
  return Math.min(TEXT_HEIGHT, lines * LINE_HEIGHT + TEXT_PADDING);
}
