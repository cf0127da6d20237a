import { Fragment, useState, type ReactNode } from 'react';
import { noteText, setNoteText } from '../../../nodes/graph/document/notes.ts';
import type { GraphNode } from '../../../nodes/graph/document/types.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import classes from './node.module.css';

/** Text that never runs; a double click writes in it. */
export function NoteView({ node }: { readonly node: GraphNode }) {
  const [isWriting, setWriting] = useState(false);
  const text = noteText(node);
  if (node.isCollapsed) return null;
  if (!isWriting) {
    return (
      <div className={classes['noteText']} onDoubleClick={() => setWriting(true)}>
        {text === '' ? t('canvas.note.placeholder') : text.split('\n').map(paragraph)}
      </div>
    );
  }
  return (
    <textarea
      className={`${classes['noteText']} nodrag nowheel`}
      aria-label={t('canvas.note.text')}
      placeholder={t('canvas.note.placeholder')}
      spellCheck={false}
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      value={text}
      onBlur={() => setWriting(false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') setWriting(false);
      }}
      onChange={({ currentTarget: { value } }) =>
        editGraph(t('canvas.edit.note'), (graph) => setNoteText(graph, node.id, value), {
          group: `note ${node.id}`,
        })
      }
    />
  );
}

/** Headings and bold words as Markdown marks them; the rest as it stands. */
function paragraph(line: string, i: number): ReactNode {
  const heading = /^#{1,6} (.*)/.exec(line)?.[1];
  const parts = (heading ?? line).split(/\*\*(.+?)\*\*/);
  return (
    // oxlint-disable-next-line react/no-array-index-key
    <p key={i}>
      {parts.map((part, at) =>
        at % 2 === 1 || heading !== undefined ? (
          // oxlint-disable-next-line react/no-array-index-key
          <strong key={at}>{part}</strong>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </p>
  );
}
