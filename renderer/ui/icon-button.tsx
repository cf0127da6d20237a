import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './button.tsx';
import classes from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** Its name, also shown as a tooltip. */
  readonly label: string;
  /** Keys to show, as `mod+K`. */
  readonly keys?: string | undefined;
}

export function IconButton({ icon: Icon, label, keys, className, look, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <Button
        aria-label={label}
        look={look ?? 'quiet'}
        {...rest}
        className={[classes['icon'], className].filter(Boolean).join(' ')}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </Button>
    </Tooltip>
  );
}
