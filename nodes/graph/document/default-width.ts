import { isWidgetInput, type InputInfo, type NodeClass } from '../node-class.ts';
import { MAX_WIDTH } from './node-size.ts';
import { labelWidth, titleWidth } from './text-size.ts';

const USUAL = 240;
const WITH_TEXT = 320;
/** Icon, paddings and the place of a node's state in its header. */
const HEADER_REST = 70;
const WIDGET_REST = 52;
const SEED_BUTTONS = 44;
const GRID = 10;

/** Of a new node: its title and the names and values of its widgets can be read. In px. */
export function defaultWidth({ title, inputs, outputs }: NodeClass): number {
  const widgets = inputs.filter(isWidgetInput);
  const isText = widgets.some((input) => input.kind === 'string' && input.multiline);
  const sockets = inputs.filter((input) => !isWidgetInput(input));
  const rows = Array.from({ length: Math.max(sockets.length, outputs.length) }, (_, i) =>
    labelWidth(`${sockets[i]?.name ?? ''}    ${outputs[i]?.name ?? ''}`),
  );
  const needed = Math.max(
    isText ? WITH_TEXT : USUAL,
    titleWidth(title) + HEADER_REST,
    ...rows.map((row) => row + 24),
    ...widgets.map(widgetWidth),
  );
  return Math.min(MAX_WIDTH, Math.ceil(needed / GRID) * GRID);
}

function widgetWidth(input: Exclude<InputInfo, { kind: 'socket' }>): number {
  if (input.kind === 'combo' || (input.kind === 'string' && input.multiline)) return 0;
  const shown = `${input.name}${input.default}`;
  const hasButtons = 'hasControl' in input && input.hasControl;
  return labelWidth(shown) + WIDGET_REST + (hasButtons ? SEED_BUTTONS : 0);
}
