import { useState, type KeyboardEvent } from 'react';
import { setTitle } from '../../../nodes/graph/document/edits.ts';
import type { NodeClass } from '../../../nodes/graph/node-class.ts';
import { editGraph, openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import classes from './inspector.module.css';

export interface HeadingProps {
  readonly id: string;
  readonly nodeClass: NodeClass | null;
  readonly type: string;
}

/** Title and description; the title can be changed by a double click or Enter. */
export function Heading({ id, nodeClass, type }: HeadingProps) {
  const title = useTab((tab) => openGraph(tab).nodes[id]?.title ?? null);
  const subgraph = useTab((tab) => tab.document.subgraphs[type]?.name ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = title ?? nodeClass?.title ?? subgraph ?? type;
  const finish = (text: string | null) => {
    setTyped(null);
    if (text === null || text.trim() === shown) return;
    editGraph(t('inspector.name'), (graph) => setTitle(graph, id, text));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(event.currentTarget.value);
    if (event.key === 'Escape') finish(null);
  };
  const isMissing = !nodeClass && subgraph === null;
  return (
    <div className={classes['section']}>
      {typed === null ? (
        <h2 className={classes['heading']}>
          <button type="button" onDoubleClick={() => setTyped(shown)} onKeyDown={openOnEnter}>
            {shown}
          </button>
        </h2>
      ) : (
        <input
          className={classes['name']}
          aria-label={t('inspector.name')}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of what was focused
          autoFocus
          value={typed}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => finish(typed)}
        />
      )}
      <p className={classes['description']}>
        {isMissing ? t('inspector.missing', { type }) : nodeClass?.description}
      </p>
    </div>
  );

  function openOnEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'F2') return;
    event.preventDefault();
    event.stopPropagation();
    setTyped(shown);
  }
}
