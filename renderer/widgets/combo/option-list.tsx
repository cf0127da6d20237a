import { useVirtualizer } from '@tanstack/react-virtual';
import { useState, type KeyboardEvent } from 'react';
import { t } from '../../text/text.ts';
import { names } from '../classes.ts';
import classes from './combo.module.css';
import { filterOptions } from './filter-options.ts';

const ROW = 24;
/** A search is of use from here on. */
const SEARCH_FROM = 8;

export interface OptionListProps {
  readonly id: string;
  readonly label: string;
  readonly options: readonly string[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** Options with search; long lists draw what is in view. */
export function OptionList({ id, label, options, value, onChoose }: OptionListProps) {
  const [text, setText] = useState('');
  const found = filterOptions(options, text);
  const [at, setAt] = useState(() => Math.max(0, options.indexOf(value)));
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => list,
    estimateSize: () => ROW,
    overscan: 8,
    initialOffset: Math.max(0, (at - 4) * ROW),
  });
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), found.length - 1);
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    const to = moves[event.key];
    const chosen = found[at];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        className={names(classes['search'], options.length < SEARCH_FROM && 'visually-hidden')}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        aria-label={t('widget.search', { input: label })}
        placeholder={t('widget.search', { input: label })}
        value={text}
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          virtual.scrollToOffset(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={setList}
        id={id}
        role="listbox"
        aria-label={label}
        tabIndex={-1}
        className={classes['list']}
        style={{ height: Math.min(found.length, 12) * ROW }}
      >
        <div role="presentation" style={{ position: 'relative', height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const option = found[index] ?? '';
            return (
              <div
                key={option}
                id={`${id}-${index}`}
                role="option"
                aria-selected={option === value}
                className={names(classes['option'], index === at && classes['active'])}
                style={{ transform: `translateY(${start}px)` }}
                title={option}
                onPointerMove={() => index !== at && setAt(index)}
                onClick={() => onChoose(option)}
              >
                {option}
              </div>
            );
          })}
        </div>
      </div>
      {found.length === 0 && (
        <p className={classes['none']} role="status">
          {options.length === 0 ? t('widget.missingEmpty') : t('widget.nothingFound')}
        </p>
      )}
    </>
  );
}
