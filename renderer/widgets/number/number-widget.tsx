import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { t } from '../../text/text.ts';
import { fieldClass, names } from '../classes.ts';
import field from '../field.module.css';
import type { Widget, WidgetProps } from '../widget.ts';
import type { Numeric } from './arithmetic.ts';
import { NumberInput } from './number-input.tsx';
import { allowed, isNarrow, shareOf, shownNumber, stepped } from './number-value.ts';
import { isWithin, sizeOf, useNumberDrag } from './use-number-drag.ts';

type Props = WidgetProps<Widget<'int' | 'float'>> & {
  /** Buttons at its end. */
  readonly children?: ReactNode;
};

/** A number: drag sideways, arrow keys, or type; a slider where the range is narrow. */
export function NumberWidget(props: Props) {
  const { input, value, isMixed, isDisabled, variant, label, children, onChange, onReset } = props;
  const [typing, setTyping] = useState<string | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const number = numberOf(value, input.default);
  const isSlider = isNarrow(input);
  const drag = useNumberDrag({ range: input, value: number, isSlider, isDisabled, onChange });
  const shown = isMixed ? t('widget.mixed') : shownNumber(input, number);

  const finish = (typed: Numeric | null) => {
    setTyping(null);
    if (typed !== null) onChange(allowed(input, typed));
    root.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isDisabled || event.altKey || event.target !== event.currentTarget) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const next = keyValue(event);
    if (next !== null) onChange(next);
    else if (!isCommand && /^(Enter|F2)$/.test(event.key)) setTyping(shown);
    else if (!isCommand && /^[-\d.(]$/.test(event.key)) setTyping(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const keyValue = (event: KeyboardEvent): Numeric | null => {
    switch (event.key) {
      case 'ArrowUp':
      case 'ArrowRight':
        return stepped(input, number, 1, sizeOf(event));
      case 'ArrowDown':
      case 'ArrowLeft':
        return stepped(input, number, -1, sizeOf(event));
      case 'PageUp':
        return stepped(input, number, 1, 'coarse');
      case 'PageDown':
        return stepped(input, number, -1, 'coarse');
      case 'Home':
        return input.min;
      case 'End':
        return input.max;
      default:
        return null;
    }
  };

  const isHot = input.name === 'temperature';
  return (
    <div
      ref={root}
      className={fieldClass(props)}
      role={typing !== null ? undefined : isSlider ? 'slider' : 'spinbutton'}
      tabIndex={isDisabled || typing !== null ? -1 : 0}
      aria-label={label}
      aria-valuenow={Number(number)}
      aria-valuetext={shown}
      aria-valuemin={input.min === null ? undefined : Number(input.min)}
      aria-valuemax={input.max === null ? undefined : Number(input.max)}
      aria-disabled={isDisabled}
      data-input={input.name}
      {...(typing === null ? drag : {})}
      onDoubleClick={(event) => !isDisabled && isWithin(event) && setTyping(isMixed ? '' : shown)}
      onKeyDown={onKeyDown}
    >
      {isSlider && !isMixed && (
        <i
          className={names(field['bar'], isHot && field['heat'])}
          style={{ width: `${shareOf(input, number) * 100}%` }}
        />
      )}
      {variant === 'node' && (
        <span
          className={field['label']}
          onDoubleClick={(event) => {
            event.stopPropagation();
            onReset();
          }}
        >
          {label}
        </span>
      )}
      {typing === null ? (
        <span className={names(field['value'], isMixed && field['mixed'])} title={shown}>
          {shown}
        </span>
      ) : (
        <NumberInput label={label} text={typing} onDone={finish} />
      )}
      {children}
    </div>
  );
}

function numberOf(value: unknown, otherwise: Numeric): Numeric {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? read : otherwise;
}
