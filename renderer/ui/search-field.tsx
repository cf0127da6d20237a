import { Search } from 'lucide-react';
import classes from './search-field.module.css';

export interface SearchFieldProps {
  readonly label: string;
  /** Keys that open a search like it, to be shown. */
  readonly keys?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Escape empties it. */
export function SearchField({ label, keys, value, onChange }: SearchFieldProps) {
  return (
    <label className={classes['field']}>
      <Search size={14} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') onChange('');
        }}
      />
      {keys !== undefined && value === '' && <kbd>{keys}</kbd>}
    </label>
  );
}
