import { useRef, useState, type KeyboardEvent } from 'react';
import field from '../field.module.css';
import { names } from '../classes.ts';
import { evaluate, type Numeric } from './arithmetic.ts';

export interface NumberInputProps {
  readonly label: string;
  /** What stands there at first. */
  readonly text: string;
  readonly onDone: (value: Numeric | null) => void;
}

/** A number as text: Enter or leaving takes it over, Escape does not. */
export function NumberInput({ label, text, onDone }: NumberInputProps) {
  const [typed, setTyped] = useState(text);
  const [isWrong, setWrong] = useState(false);
  const isOver = useRef(false);
  /** Once: giving the focus away is leaving, too. */
  const finish = (value: Numeric | null) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isCommand(event)) event.stopPropagation();
    if (event.key === 'Escape') finish(null);
    if (event.key !== 'Enter') return;
    const value = evaluate(typed);
    if (value === null) setWrong(true);
    else finish(value);
  };
  return (
    <input
      className={names('nodrag', field['input'], field['number'])}
      aria-label={label}
      aria-invalid={isWrong}
      value={typed}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of what was focused
      autoFocus
      spellCheck={false}
      onFocus={(event) => text === typed && text.length > 1 && event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setWrong(false);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => finish(evaluate(typed))}
    />
  );
}

/** Keys that mean the window, such as those that run what was typed. */
function isCommand({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return ((ctrlKey || metaKey) && key === 'Enter') || /^F\d+$/.test(key);
}
