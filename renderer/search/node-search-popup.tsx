import { useCallback } from 'react';
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { addNodeAt } from '../actions/add-node.ts';
import { SocketSign } from '../canvas/socket.tsx';
import { useCatalog } from '../store/catalog.ts';
import { knownFavourites } from '../store/favourites.ts';
import { closeNodeSearch, type NodeSearch } from '../store/node-search.ts';
import { t } from '../text/text.ts';
import { PopupAt } from '../ui/popup-at.tsx';
import { SearchList } from '../ui/search-list.tsx';
import { categoryOf } from './categories.ts';
import classes from './node-search.module.css';
import { NOTE_CLASS } from './note-class.ts';
import { rankClasses } from './rank-classes.ts';

/** What a link fits, or every node there is; chosen, it is added. */
export function NodeSearchPopup({ at, position, from }: NodeSearch) {
  const known = useCatalog((state) => state.classes);
  const find = useCallback(
    (query: string) => {
      const { marked, recent } = knownFavourites();
      return rankClasses([...Object.values(known), NOTE_CLASS], {
        query,
        from,
        favourites: new Set(marked),
        recent,
      });
    },
    [known, from],
  );
  const label = from ? t('search.fitting', { type: from.type }) : t('search.nodes');
  return (
    <PopupAt label={t('search.add')} at={at} onClose={closeNodeSearch}>
      <SearchList<NodeClass>
        label={label}
        empty={t('search.none')}
        find={find}
        keyOf={(nodeClass) => nodeClass.id}
        render={(nodeClass) => <Found nodeClass={nodeClass} />}
        onChoose={(nodeClass) => {
          closeNodeSearch();
          addNodeAt(nodeClass, position, from);
        }}
      />
    </PopupAt>
  );
}

function Found({ nodeClass }: { readonly nodeClass: NodeClass }) {
  return (
    <>
      <SocketSign type={nodeClass.outputs[0]?.type ?? '*'} size={10} />
      <span className={classes['title']}>{nodeClass.title}</span>
      <span className={classes['category']}>{categoryOf(nodeClass)}</span>
    </>
  );
}
