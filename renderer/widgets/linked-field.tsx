import { names } from './classes.ts';
import field from './field.module.css';
import type { Variant } from './widget.ts';

interface LinkedFieldProps {
  readonly label: string;
  readonly origin: string;
  readonly variant: Variant;
}

/** In the place of a widget that gets its value through a link. */
export function LinkedField({ label, origin, variant }: LinkedFieldProps) {
  return (
    <div
      className={names(field['field'], variant === 'node' && field['node'], field['disabled'])}
      title={origin}
      aria-label={`${label}: ${origin}`}
    >
      {variant === 'node' && <span className={field['label']}>{label}</span>}
      <span className={names(field['value'], field['origin'])}>{origin}</span>
    </div>
  );
}
