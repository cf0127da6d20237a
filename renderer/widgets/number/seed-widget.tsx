import type { KeyboardEvent } from 'react';
import { ArrowDown, ArrowUp, Dices, Lock, Shuffle, type LucideIcon } from 'lucide-react';
import type { SeedControl } from '../../../nodes/graph/document/types.ts';
import { nextValue, random64 } from '../../store/run/seed-control.ts';
import { t } from '../../text/text.ts';
import { Menu } from '../../ui/menu.tsx';
import field from '../field.module.css';
import type { Widget, WidgetProps } from '../widget.ts';
import { NumberWidget } from './number-widget.tsx';

const CONTROLS: readonly (readonly [SeedControl, LucideIcon])[] = [
  ['fixed', Lock],
  ['increment', ArrowUp],
  ['decrement', ArrowDown],
  ['randomize', Shuffle],
];

/** A number that changes after each run: dice, and what happens next. */
export function SeedWidget(props: WidgetProps<Widget<'int' | 'float'>>) {
  const { input, value, isDisabled, control, onChange, onControl } = props;
  const Icon = CONTROLS.find(([name]) => name === control)?.[1] ?? Lock;
  const told = t('widget.control', { control: t(`widget.control.${control ?? 'fixed'}`) });
  const stop = { onPointerDown: stopEvent, onDoubleClick: stopEvent, onKeyDown: stopPress };
  return (
    <NumberWidget {...props}>
      <button
        type="button"
        className={field['small']}
        aria-label={t('widget.newSeed')}
        title={t('widget.newSeed')}
        disabled={isDisabled}
        {...stop}
        onClick={() => onChange(nextValue(input, value, 'randomize', random64))}
      >
        <Dices size={12} aria-hidden />
      </button>
      <Menu
        entries={() =>
          CONTROLS.map(([name]) => ({
            label: t(`widget.control.${name}`),
            isChecked: name === control,
            run: () => onControl(name),
          }))
        }
      >
        <button
          type="button"
          className={field['small']}
          aria-label={told}
          title={told}
          disabled={isDisabled}
          onPointerDown={stopEvent}
          onDoubleClick={stopEvent}
        >
          <Icon size={12} aria-hidden />
        </button>
      </Menu>
    </NumberWidget>
  );
}

/** Keys that press the button; others, as those that run, go on to the window. */
function stopPress(event: KeyboardEvent): void {
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (!isModified && /^( |Enter)$/.test(event.key)) event.stopPropagation();
}

function stopEvent(event: { stopPropagation(): void }): void {
  event.stopPropagation();
}
