import { useCallback, useMemo } from 'react';
import { showNode } from '../actions/show-node.ts';
import { focusNode } from '../canvas/keyboard/canvas-keys.ts';
import { SocketSign } from '../canvas/socket.tsx';
import { rankNames } from '../search/rank-names.ts';
import { nodesOf, type PlacedNode } from '../search/nodes-of.ts';
import { classOf } from '../store/catalog.ts';
import { closeDialog } from '../store/dialogs.ts';
import { activeTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { SearchList } from '../ui/search-list.tsx';
import { Palette } from './palette.tsx';
import classes from './palette.module.css';

interface Named extends PlacedNode {
  readonly name: string;
  /** Texts that it holds: a prompt, a file. */
  readonly texts: string;
}

/** The nodes of the workflow by title, class and the texts in them. */
export default function FindNode() {
  const named = useMemo(() => namedNodes(), []);
  const find = useCallback(
    (query: string) => rankNames(named, query, ({ name, texts }) => `${name} ${texts}`),
    [named],
  );
  return (
    <Palette title={t('find.title')}>
      <SearchList<Named>
        label={t('find.search')}
        empty={t('find.none')}
        find={find}
        keyOf={({ node, path }) => [...path, node.id].join(':')}
        render={(item) => <Found item={item} />}
        onChoose={({ node, path }) => {
          closeDialog();
          showNode(node.id, path);
          // The dialog gives the focus back first.
          setTimeout(() => focusNode(node.id));
        }}
      />
    </Palette>
  );
}

function Found({ item: { node, path, name } }: { readonly item: Named }) {
  return (
    <>
      <SocketSign type={node.outputs[0]?.type ?? '*'} size={10} />
      {name}
      <span className={classes['end']}>{[...path, node.id].join(':')}</span>
    </>
  );
}

function namedNodes(): Named[] {
  const tab = activeTab();
  if (!tab) return [];
  const { subgraphs } = tab.document;
  return nodesOf(tab.document).map((placed) => {
    const { node } = placed;
    const name = node.title ?? subgraphs[node.type]?.name ?? classOf(node.type)?.title ?? node.type;
    const texts = Object.values(node.values).filter((value) => typeof value === 'string');
    return { ...placed, name, texts: texts.join(' ') };
  });
}
