import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import classes from './segmented.module.css';

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** Null: several values, or none. */
  readonly value: T | null;
  readonly isLarge?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in view. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, options, value, isLarge = false, isDisabled = false, onChange } = props;
  return (
    <ToggleGroup
      aria-label={label}
      className={[classes['group'], isLarge && classes['large']].filter(Boolean).join(' ')}
      disabled={isDisabled}
      value={value === null ? [] : [value]}
      onValueChange={(values) => {
        const chosen = options.find((option) => values.includes(option.value));
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} className={classes['option'] ?? ''}>
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
