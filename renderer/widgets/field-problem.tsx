import type { Problem } from '../store/run/types.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import classes from './row.module.css';
import type { MissingChoice } from './widget-problem.ts';

interface FieldProblemProps {
  readonly missing: MissingChoice | null;
  readonly fault: Problem | null;
  readonly onUse: (value: string) => void;
}

/** What is wrong with the value, and what helps. */
export function FieldProblem({ missing, fault, onUse }: FieldProblemProps) {
  if (!missing && !fault) return null;
  const nearest = missing?.nearest ?? null;
  const said = missing
    ? t(missing.value === '' ? 'widget.missingEmpty' : 'widget.missing', { value: missing.value })
    : `${fault?.message ?? ''} ${fault?.cure ?? ''}`;
  return (
    <p className={classes['problem']} role="alert">
      {said}
      {nearest !== null && (
        <Button isSmall onClick={() => onUse(nearest)}>
          {t('widget.useInstead', { value: nearest })}
        </Button>
      )}
    </p>
  );
}
