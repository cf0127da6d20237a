/** How classes and types look. */
import {
  AudioWaveform,
  Box,
  Contrast,
  Download,
  Hash,
  Image,
  LayoutGrid,
  LogIn,
  LogOut,
  Puzzle,
  StickyNote,
  Thermometer,
  Type,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import type { NodeClass } from '../../../nodes/graph/node-class.ts';
import { isNote } from '../../../nodes/graph/document/notes.ts';
import { SUBGRAPH_INPUT, SUBGRAPH_OUTPUT } from '../../../nodes/graph/document/types.ts';

const FREQUENT: readonly (readonly [test: RegExp, icon: LucideIcon])[] = [
  [/loader/, Box],
  [/conditioning|text/, Type],
  [/sampling|sampler|patch|guider/, AudioWaveform],
  [/latent/, LayoutGrid],
  [/mask/, Contrast],
  [/image/, Image],
];

/** Ember is for what has to do with temperature, and for nothing else. */
export function isTaca(nodeClass: NodeClass | undefined): boolean {
  return nodeClass?.category.split('/')[0] === 'TACA';
}

/** The sign of a node's domain: its category, else what it gives. @param isSubgraph its type is a subgraph's id */
export function iconOf(
  type: string,
  nodeClass: NodeClass | undefined,
  isSubgraph: boolean,
): LucideIcon {
  if (isSubgraph) return Workflow;
  if (type === SUBGRAPH_INPUT) return LogIn;
  if (type === SUBGRAPH_OUTPUT) return LogOut;
  if (isNote({ type })) return StickyNote;
  if (!nodeClass) return Puzzle;
  if (isTaca(nodeClass)) return /lora/i.test(nodeClass.id) ? AudioWaveform : Thermometer;
  if (nodeClass.isOutput) return Download;
  if (nodeClass.outputs[0]?.type === 'IMAGE') return Image;
  const area = `${nodeClass.category} ${nodeClass.outputs[0]?.type ?? ''}`.toLowerCase();
  return FREQUENT.find(([test]) => test.test(area))?.[1] ?? Hash;
}
