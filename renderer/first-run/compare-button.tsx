import { SquareSplitHorizontal } from 'lucide-react';
import { usesTaca } from '../../nodes/graph/document/without-taca.ts';
import { useCatalog } from '../store/catalog.ts';
import { useTabRun } from '../store/run/runs.ts';
import { useTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import classes from './first-run.module.css';
import { compareWithout, useIsComparing } from './plain-run.ts';

/** Under a picture that TACA had a part in. */
export function CompareButton() {
  const latest = useTabRun((run) => run.latest);
  const nodeClasses = useCatalog((state) => state.classes);
  const acts = useTab(({ document }) => usesTaca(document, nodeClasses));
  const name = useTab((tab) => tab.name) ?? '';
  const isComparing = useIsComparing();
  if (!latest || !acts) return null;
  return (
    <div className={classes['compare']}>
      <Button isSmall disabled={isComparing} onClick={() => void compareWithout(latest, name)}>
        <SquareSplitHorizontal size={14} strokeWidth={1.5} aria-hidden />
        {t(isComparing ? 'plain.running' : 'plain.compare')}
      </Button>
    </div>
  );
}
