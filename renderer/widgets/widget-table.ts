/** Which component draws which kind of input. */
import type { ComponentType } from 'react';
import type { WidgetInfo } from '../../nodes/graph/node-class.ts';
import { ComboWidget } from './combo/combo-widget.tsx';
import { ImageWidget } from './image/image-widget.tsx';
import { NumberWidget } from './number/number-widget.tsx';
import { SeedWidget } from './number/seed-widget.tsx';
import { PromptWidget } from './text/prompt-widget.tsx';
import { TextWidget } from './text/text-widget.tsx';
import { ToggleWidget } from './toggle-widget.tsx';
import type { WidgetProps } from './widget.ts';

/** Every kind says how it is drawn; a new one is a line here. */
const WIDGETS: {
  readonly [K in WidgetInfo['kind']]: (
    input: Extract<WidgetInfo, { readonly kind: K }>,
  ) => ComponentType<WidgetProps<never>>;
} = {
  int: ({ hasControl }) => (hasControl ? SeedWidget : NumberWidget),
  float: ({ hasControl }) => (hasControl ? SeedWidget : NumberWidget),
  boolean: () => ToggleWidget,
  string: ({ multiline }) => (multiline ? PromptWidget : TextWidget),
  combo: ({ isImage }) => (isImage ? ImageWidget : ComboWidget),
};

export function widgetFor(input: WidgetInfo): ComponentType<WidgetProps> {
  const choose = WIDGETS[input.kind] as (input: WidgetInfo) => ComponentType<WidgetProps<never>>;
  return choose(input) as ComponentType<WidgetProps>;
}
