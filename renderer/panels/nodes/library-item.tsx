import { Star } from 'lucide-react';
import type { NodeClass } from '../../../nodes/graph/node-class.ts';
import { addNodeAt } from '../../actions/add-node.ts';
import { SocketSign } from '../../canvas/socket.tsx';
import { viewCentre } from '../../canvas/view-centre.ts';
import { toggleFavourite, useFavourites } from '../../store/favourites.ts';
import { t } from '../../text/text.ts';
import classes from './nodes-panel.module.css';

/** What the canvas takes: the id of a node class. */
const DRAG_TYPE = 'application/x-taca-node';

/** Dragged to the canvas, or added to its middle by a click. */
export function LibraryItem({ nodeClass }: { readonly nodeClass: NodeClass }) {
  const { id, title, description, outputs, isExperimental } = nodeClass;
  const isMarked = useFavourites().marked.includes(id);
  return (
    <li className={classes['item']}>
      <button
        type="button"
        className={classes['name']}
        title={description || title}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, id);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => addNodeAt(nodeClass, viewCentre().position)}
      >
        <SocketSign type={outputs[0]?.type ?? '*'} size={10} />
        <span className={classes['label']}>{title}</span>
        {isExperimental && <span className={classes['tag']}>{t('search.experimental')}</span>}
      </button>
      <button
        type="button"
        className={classes['star']}
        aria-pressed={isMarked}
        aria-label={t(isMarked ? 'search.unmark' : 'search.mark', { node: title })}
        onClick={() => toggleFavourite(id)}
      >
        <Star size={12} fill={isMarked ? 'currentColor' : 'none'} aria-hidden />
      </button>
    </li>
  );
}
