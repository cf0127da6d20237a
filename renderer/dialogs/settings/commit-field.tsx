import { useState } from 'react';
import classes from './settings.module.css';

export interface CommitFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly isDisabled?: boolean;
  readonly placeholder?: string;
  /** @returns whether it was taken; what was not stays to be corrected */
  readonly onCommit: (text: string) => Promise<boolean>;
}

/** A field that counts with Enter or when it is left; Escape takes the change back. */
export function CommitField(props: CommitFieldProps) {
  const { label, value, isNumber = false, isDisabled = false, placeholder, onCommit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const commit = async () => {
    if (draft === null || draft === value) return setDraft(null);
    if (await onCommit(draft)) setDraft(null);
    return undefined;
  };
  return (
    <input
      className={[classes['field'], isNumber && classes['number']].filter(Boolean).join(' ')}
      aria-label={label}
      inputMode={isNumber ? 'decimal' : 'text'}
      spellCheck={false}
      disabled={isDisabled}
      placeholder={placeholder}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void commit();
        if (event.key !== 'Escape' || draft === null) return;
        event.stopPropagation();
        setDraft(null);
      }}
    />
  );
}
