import { Segmented } from '../../ui/segmented.tsx';
import { titleOf } from '../label.ts';
import type { WidgetProps } from '../widget.ts';
import { textOf } from '../json-text.ts';

/** One of a few short options, all in view. */
export function Choice({ input, value, isMixed, isDisabled, label, onChange }: WidgetProps) {
  const options = input.kind === 'combo' ? input.options : [];
  return (
    <Segmented
      label={label}
      options={options.map((option) => ({ value: option, label: titleOf(option) }))}
      value={isMixed ? null : textOf(value)}
      isDisabled={isDisabled}
      onChange={onChange}
    />
  );
}
