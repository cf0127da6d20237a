import { Play, Square } from 'lucide-react';
import { runAction } from '../actions/index.ts';
import { showNode } from '../actions/show-node.ts';
import { catalog } from '../store/catalog.ts';
import { titleOf } from '../store/run/node-place.ts';
import { progressOf } from '../store/run/progress.ts';
import { jobOf, useRuns, useTabRun } from '../store/run/runs.ts';
import { activeTab, useTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import classes from './form.module.css';

/** Runs the workflow, and says how far it is or why it did not run. */
export function FormRun() {
  const tab = useTab(({ id }) => id) ?? '';
  const isBusy = useRuns((state) => jobOf(state, tab) !== null);
  return (
    <footer className={classes['run']}>
      <Problems />
      {isBusy && <Progress tab={tab} />}
      <div className={classes['buttons']}>
        {isBusy && (
          <Button onClick={() => runAction('run.stop')}>
            <Square size={14} strokeWidth={1.5} aria-hidden />
            {t('run.stop')}
          </Button>
        )}
        <Button look="primary" onClick={() => runAction('run')}>
          <Play size={14} strokeWidth={1.5} aria-hidden />
          {t('run.run')}
        </Button>
      </div>
    </footer>
  );
}

function Progress({ tab }: { readonly tab: string }) {
  const done = useRuns((state) => progressIn(state, tab)?.done ?? null);
  const value = useRuns((state) => progressIn(state, tab)?.value ?? 0);
  const max = useRuns((state) => progressIn(state, tab)?.max ?? 0);
  const text =
    done === null
      ? t('form.queued')
      : max > 1
        ? t('result.step', { value, max })
        : t('node.running');
  return (
    <div className={classes['progress']}>
      <progress aria-label={t('form.progress')} value={done ?? 0} max={1} />
      <span>{text}</span>
    </div>
  );
}

function progressIn(state: Parameters<typeof progressOf>[0], tab: string) {
  const progress = progressOf(state, Date.now());
  return progress?.job.tab === tab ? progress : null;
}

/** What stands at nodes, with the way to them. */
function Problems() {
  const nodes = useTabRun((run) => run.nodes);
  const { document } = activeTab() ?? {};
  if (!document) return null;
  const { classes: nodeClasses } = catalog.getState();
  return Object.entries(nodes).flatMap(([id, { problem }]) => {
    if (!problem) return [];
    const path = id.split(':');
    const node = path.pop() ?? '';
    const title = titleOf(document, id, nodeClasses);
    const message = `${problem.message} ${problem.cure}`;
    return [
      <p key={id} role="alert" className={classes['problem']}>
        {t('form.problem', { title, message })}
        <Button isSmall onClick={() => showNode(node, path)}>
          {t('run.goTo')}
        </Button>
      </p>,
    ];
  });
}
