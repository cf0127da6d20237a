import { noteText, setNoteText } from '../../../nodes/graph/document/notes.ts';
import type { GraphNode } from '../../../nodes/graph/document/types.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import classes from './node.module.css';

/** Plain text; it never runs. */
export function NoteView({ node }: { readonly node: GraphNode }) {
  if (node.isCollapsed) return null;
  return (
    <textarea
      className={`${classes['noteText']} nodrag nowheel`}
      aria-label={t('canvas.note.text')}
      placeholder={t('canvas.note.placeholder')}
      spellCheck={false}
      value={noteText(node)}
      onChange={({ currentTarget: { value } }) =>
        editGraph(t('canvas.edit.note'), (graph) => setNoteText(graph, node.id, value), {
          group: `note ${node.id}`,
        })
      }
    />
  );
}
