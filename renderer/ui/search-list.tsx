import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import classes from './search-list.module.css';

export interface SearchListProps<T> {
  /** What is searched, for the field and the list. */
  readonly label: string;
  readonly empty: string;
  readonly maxHeight?: number;
  /** Best first. */
  readonly find: (query: string) => readonly T[];
  readonly keyOf: (item: T) => string;
  readonly render: (item: T) => ReactNode;
  readonly onChoose: (item: T) => void;
}

/** More than anybody reads; typing narrows it. */
const MOST_SHOWN = 100;

/** A field and what it finds: typing filters, arrows move, Enter chooses. The field has the focus. */
export function SearchList<T>(props: SearchListProps<T>) {
  const { label, empty, maxHeight = 320, find, keyOf, render, onChoose } = props;
  const [query, setQuery] = useState('');
  const found = useMemo(() => find(query).slice(0, MOST_SHOWN), [find, query]);
  return (
    <Autocomplete.Root
      open
      inline
      items={found}
      filter={null}
      value={query}
      itemToStringValue={keyOf}
      autoHighlight="always"
      keepHighlight
      onValueChange={(value, { reason }) => {
        if (reason !== 'item-press') setQuery(value);
      }}
    >
      <div className={classes['field']}>
        <Search size={14} aria-hidden />
        <Autocomplete.Input
          autoFocus
          spellCheck={false}
          className={classes['input'] ?? ''}
          aria-label={label}
          placeholder={label}
        />
      </div>
      <Autocomplete.List className={classes['list'] ?? ''} style={{ maxHeight }}>
        {(item: T) => (
          <Autocomplete.Item
            key={keyOf(item)}
            value={item}
            className={classes['item'] ?? ''}
            onClick={() => onChoose(item)}
          >
            {render(item)}
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
      <Autocomplete.Empty className={classes['empty'] ?? ''}>
        {found.length === 0 && empty}
      </Autocomplete.Empty>
    </Autocomplete.Root>
  );
}
