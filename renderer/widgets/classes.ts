import field from './field.module.css';
import type { WidgetProps } from './widget.ts';

/** Class names that are there, in one text. */
export function names(...given: readonly (string | false | null | undefined)[]): string {
  return given.filter(Boolean).join(' ');
}

/** The frame of a one-line widget. `nodrag` keeps the canvas from moving the node. */
export function fieldClass(
  { variant, isDisabled, isWrong }: Pick<WidgetProps, 'variant' | 'isDisabled' | 'isWrong'>,
  ...more: readonly (string | false | undefined)[]
): string {
  return names(
    'nodrag',
    field['field'],
    field[variant === 'node' ? 'node' : 'inspector'],
    isDisabled && field['disabled'],
    isWrong && field['wrong'],
    ...more,
  );
}
