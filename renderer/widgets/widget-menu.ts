import type { WidgetInfo } from '../../nodes/graph/node-class.ts';
import { defaultValue } from '../../nodes/graph/node-class.ts';
import { exposing } from '../actions/expose.ts';
import { formEntry } from '../form/toggle-form-input.ts';
import { nextValue, random64 } from '../store/run/seed-control.ts';
import { t } from '../text/text.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import type { WidgetState } from './use-widget.ts';
import { textOf } from './json-text.ts';

/** What a widget's context menu offers. */
export function widgetEntries(
  nodeIds: readonly string[],
  input: WidgetInfo,
  state: WidgetState,
): readonly MenuEntry[] {
  const { value, origin, set, reset, unlink } = state;
  const isLinked = origin !== null;
  const [node, ...others] = nodeIds;
  const form = node !== undefined && others.length === 0 ? formEntry(node, input.name) : null;
  const shown = node !== undefined && others.length === 0 ? exposing(node, input.name) : null;
  const usual = textOf(defaultValue(input));
  return [
    {
      label: t('widget.reset', { value: usual.length > 24 ? `${usual.slice(0, 24)}…` : usual }),
      isDisabled: isLinked,
      run: reset,
    },
    {
      label: t('widget.copy'),
      run: () => void navigator.clipboard.writeText(textOf(value)),
    },
    ...(state.control === null
      ? []
      : [
          {
            label: t('widget.randomize'),
            isDisabled: isLinked,
            run: () => set(nextValue(input, value, 'randomize', random64)),
          },
        ]),
    ...(isLinked ? [{ label: t('widget.unlink'), run: unlink }] : []),
    ...(form ? [form] : []),
    ...(shown ? [shown] : []),
  ];
}
