import { useCallback } from 'react';
import { connect } from '../../../nodes/graph/document/connect.ts';
import type { GraphNode } from '../../../nodes/graph/document/types.ts';
import { rankNames } from '../../search/rank-names.ts';
import { announce } from '../../store/notices.ts';
import { activeTab, editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { PopupAt } from '../../ui/popup-at.tsx';
import { SearchList } from '../../ui/search-list.tsx';
import { currentScene } from '../current.ts';
import { classesOf } from '../../store/catalog.ts';
import { SocketSign } from '../socket.tsx';
import { closeConnectList, type OpenConnectList } from './connect-list.tsx';
import classes from './connect-list.module.css';
import { connectable, endsOf, type Candidate } from './connectable.ts';

/** What a socket can be connected with, the nearest first. */
export function ConnectListPopup({ socket, at }: OpenConnectList) {
  const find = useCallback(
    (query: string): readonly Candidate[] => {
      const tab = activeTab();
      const scene = currentScene();
      if (!tab || !scene) return [];
      return rankNames(connectable(scene.graph, classesOf(tab), socket), query, nameOf);
    },
    [socket],
  );
  return (
    <PopupAt label={t('connect.title')} at={at} onClose={closeConnectList}>
      <SearchList<Candidate>
        label={t('connect.title')}
        empty={t('connect.none')}
        find={find}
        keyOf={({ socket: other }) => JSON.stringify(other)}
        render={(candidate) => (
          <>
            <SocketSign type={candidate.type} size={10} />
            {candidate.name}
            <span className={classes['node']}>{titleOf(candidate.node)}</span>
          </>
        )}
        onChoose={(candidate) => {
          closeConnectList();
          const ends = endsOf(socket, candidate.socket);
          if (!ends) return;
          const name = nameOf(candidate);
          editGraph(t('connect.edit'), (graph) => void connect(graph, ends.from, ends.to));
          announce(t('connect.done', { name }));
        }}
      />
    </PopupAt>
  );
}

function nameOf({ name, node }: Candidate): string {
  return `${titleOf(node)} ${name}`;
}

function titleOf({ title, type }: GraphNode): string {
  const tab = activeTab();
  return title ?? (tab && classesOf(tab)[type]?.title) ?? type;
}
