import { useCallback, useEffect, useRef } from 'react';
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { addNodeAt } from '../actions/add-node.ts';
import { SocketGlyph } from '../canvas/socket.tsx';
import { useCatalog } from '../store/catalog.ts';
import { knownFavourites } from '../store/favourites.ts';
import { closeNodeSearch, useNodeSearch, type NodeSearch as Open } from '../store/node-search.ts';
import { t } from '../text/text.ts';
import { SearchList } from '../ui/search-list.tsx';
import { categoryOf } from './categories.ts';
import classes from './node-search.module.css';
import { rankClasses } from './rank-classes.ts';

const WIDTH = 320;
const HEIGHT = 360;
const MARGIN = 8;

/** Opens where it was asked for: on the canvas, or at the end of a link that was dropped. */
export function NodeSearch() {
  const open = useNodeSearch();
  return open && <Popup key={open.at.join()} {...open} />;
}

function Popup({ at, position, from }: Open) {
  const known = useCatalog((state) => state.classes);
  const popup = useRef<HTMLDivElement>(null);
  const find = useCallback(
    (query: string) => {
      const { marked, recent } = knownFavourites();
      return rankClasses(Object.values(known), {
        query,
        from,
        favourites: new Set(marked),
        recent,
      });
    },
    [known, from],
  );
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={popup}
      role="dialog"
      aria-label={from ? t('search.fitting', { type: from.type }) : t('search.add')}
      className={classes['popup']}
      style={{
        left: Math.max(MARGIN, Math.min(at[0], innerWidth - WIDTH - MARGIN)),
        top: Math.max(MARGIN, Math.min(at[1], innerHeight - HEIGHT - MARGIN)),
        width: WIDTH,
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') closeNodeSearch();
      }}
      onBlur={({ relatedTarget }) => {
        if (!popup.current?.contains(relatedTarget)) closeNodeSearch();
      }}
    >
      <SearchList<NodeClass>
        label={from ? t('search.fitting', { type: from.type }) : t('search.nodes')}
        empty={t('search.none')}
        find={find}
        keyOf={(nodeClass) => nodeClass.id}
        render={(nodeClass) => <Found nodeClass={nodeClass} />}
        onChoose={(nodeClass) => {
          closeNodeSearch();
          addNodeAt(nodeClass, position, from);
        }}
      />
    </div>
  );
}

function Found({ nodeClass }: { readonly nodeClass: NodeClass }) {
  return (
    <>
      <SocketGlyph type={nodeClass.outputs[0]?.type ?? '*'} size={10} />
      <span className={classes['title']}>{nodeClass.title}</span>
      <span className={classes['category']}>{categoryOf(nodeClass)}</span>
    </>
  );
}
