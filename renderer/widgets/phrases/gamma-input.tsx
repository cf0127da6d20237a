import { useState, type KeyboardEvent } from 'react';
import {
  GREATEST_TEMPERATURE,
  LEAST_TEMPERATURE,
} from '../../../nodes/graph/schedule/word-temperatures.ts';
import { NumberInput } from '../number/number-input.tsx';
import { stepped, type NumberRange } from '../number/number-value.ts';
import { sizeOf, useNumberDrag } from '../number/use-number-drag.ts';
import classes from './phrases.module.css';

const RANGE: NumberRange = {
  kind: 'float',
  min: LEAST_TEMPERATURE,
  max: GREATEST_TEMPERATURE,
  step: 0.05,
  round: 0.01,
};

export interface GammaInputProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** A small number in a chip: drag, arrow keys, or type. */
export function GammaInput({ label, value, onChange }: GammaInputProps) {
  const [isTyping, setTyping] = useState(false);
  const change = (next: number | bigint) => onChange(Number(next));
  const drag = useNumberDrag({
    range: RANGE,
    value,
    isSlider: false,
    isDisabled: false,
    onChange: change,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction !== undefined) change(stepped(RANGE, value, direction, sizeOf(event)));
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) setTyping(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (isTyping) {
    return (
      <span className={classes['gamma']}>
        <NumberInput
          label={label}
          text={String(value)}
          onDone={(typed) => {
            setTyping(false);
            if (typed !== null) change(typed);
          }}
        />
      </span>
    );
  }
  return (
    <span
      className={classes['gamma']}
      role="spinbutton"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={LEAST_TEMPERATURE}
      aria-valuemax={GREATEST_TEMPERATURE}
      {...drag}
      onDoubleClick={() => setTyping(true)}
      onKeyDown={onKeyDown}
    >
      {value.toFixed(2)}
    </span>
  );
}
