import { TriangleAlert } from 'lucide-react';
import { useCatalog } from '../../store/catalog.ts';
import { titleOf } from '../../store/run/node-place.ts';
import { goToNode } from '../../store/run/problem-notice.ts';
import { useTabRun } from '../../store/run/runs.ts';
import type { TabRun } from '../../store/run/types.ts';
import { useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import classes from './result.module.css';

/** Why the last run failed, and the way to its node. */
export function ResultProblem() {
  const node = useTabRun(failedNode);
  const problem = useTabRun((run) => (node === null ? null : (run.nodes[node]?.problem ?? null)));
  const nodeClasses = useCatalog((state) => state.classes);
  const tab = useTab(({ id }) => id);
  const title = useTab(({ document }) => titleOf(document, node ?? '', nodeClasses));
  if (!problem || node === null || tab === null || title === null) return null;
  return (
    <div className={classes['problem']}>
      <TriangleAlert size={16} strokeWidth={1.5} aria-hidden />
      <p>{`${title}: ${problem.message} ${problem.cure}`}</p>
      <Button isSmall onClick={() => goToNode(tab, node)}>
        {t('run.goTo')}
      </Button>
    </div>
  );
}

/** The innermost one where an instance of a subgraph repeats it. */
function failedNode({ nodes }: TabRun): string | null {
  const failed = Object.keys(nodes).filter((id) => nodes[id]?.problem);
  return failed.find((id) => !failed.some((other) => other.startsWith(`${id}:`))) ?? null;
}
