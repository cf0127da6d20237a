import { applyFix } from '../../../store/run/apply-fix.ts';
import { useNodeRun } from '../../../store/run/runs.ts';
import type { Fix } from '../../../store/run/types.ts';
import { useTab } from '../../../store/workspace.ts';
import { t } from '../../../text/text.ts';
import { Button } from '../../../ui/button.tsx';
import type { NodeRunProps } from './node-status.tsx';
import classes from './run.module.css';

/** What stops a node: the sentence, its cure, and a button where one can take it. */
export function NodeError({ nodeId }: NodeRunProps) {
  const { problem } = useNodeRun(nodeId);
  const tab = useTab(({ id }) => id);
  const path = useTab((state) => state.path);
  if (!problem || tab === null || path === null) return null;
  const { message, cure, fixes } = problem;
  const [first, rest] = splitSentence(message);
  return (
    <div className={classes['problem']}>
      <p>
        <strong>{first}</strong> {rest} {cure}
      </p>
      {fixes.length > 0 && (
        <div className={`${classes['fixes']} nodrag`}>
          {fixes.map((fix) => (
            <Button
              key={fix.kind}
              isSmall
              onClick={() => applyFix(tab, [...path, nodeId].join(':'), fix)}
            >
              {labelOf(fix)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function splitSentence(text: string): [first: string, rest: string] {
  const end = /[.:;] /.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 2)] : [text, ''];
}

function labelOf(fix: Fix): string {
  switch (fix.kind) {
    case 'set':
      return t(typeof fix.value === 'string' ? 'problem.fix.use' : 'problem.fix.set', {
        value: fix.value,
      });
    case 'connect':
      return t('problem.fix.connect', { input: fix.input });
    case 'pick':
      return t('problem.fix.pick');
    case 'tokenizers':
      return t('problem.fix.tokenizers');
    default:
      return t('problem.fix.download');
  }
}
