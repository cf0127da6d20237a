import type { ComponentProps } from 'react';
import classes from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** One primary button a screen. */
  readonly look?: 'normal' | 'primary' | 'quiet';
  readonly isSmall?: boolean;
}

export function Button({ look = 'normal', isSmall = false, className, ...rest }: ButtonProps) {
  const names = [classes['button'], classes[look], isSmall && classes['small'], className];
  return <button type="button" {...rest} className={names.filter(Boolean).join(' ')} />;
}
