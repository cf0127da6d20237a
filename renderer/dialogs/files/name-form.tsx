import { useId, type FormEvent } from 'react';
import { t } from '../../text/text.ts';
import classes from './files.module.css';

export interface NameFormProps {
  /** The form's id, which a button outside names. */
  readonly id: string;
  readonly value: string;
  readonly hint: string;
  readonly isWarning?: boolean;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
}

/** A name, with what is to say about it. */
export function NameForm({ id, value, hint, isWarning, onChange, onSubmit }: NameFormProps) {
  const hintId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id={id} className={classes['form']} onSubmit={submit}>
      <label htmlFor={`${id}-name`}>{t('saveAs.name')}</label>
      <input
        id={`${id}-name`}
        className={classes['field']}
        aria-describedby={hintId}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => onChange(event.target.value)}
      />
      <p
        id={hintId}
        className={[classes['hint'], isWarning && classes['warn']].filter(Boolean).join(' ')}
      >
        {hint}
      </p>
    </form>
  );
}
