import type { CSSProperties } from 'react';
import { setGroupTitle } from '../../../nodes/graph/document/groups.ts';
import type { Group } from '../../../nodes/graph/document/types.ts';
import { editGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { startRenaming, stopRenaming, useLive } from '../live.ts';
import { RenameField } from '../node/rename-field.tsx';
import type { Scene } from '../scene/scene.ts';
import classes from './groups.module.css';

/** Frames below nodes and links. */
export function GroupLayer({ scene }: { readonly scene: Scene }) {
  return Object.values(scene.graph.groups).map((group) => (
    <GroupView key={group.id} group={group} />
  ));
}

function GroupView({ group }: { readonly group: Group }) {
  const { id, title, position, size, color } = group;
  const isSelected = useTab((tab) => tab.selection.groups.has(id)) ?? false;
  const isRenaming = useLive(({ renaming }) => renaming?.kind === 'group' && renaming.id === id);
  const isTaca = /\bTACA\b/i.test(title);
  const style: CSSProperties & Record<'--group-color', string> = {
    left: position[0],
    top: position[1],
    width: size[0],
    height: size[1],
    '--group-color': color ?? (isTaca ? 'var(--ember)' : 'var(--edge)'),
  };
  return (
    <section
      className={classes['group']}
      aria-label={title}
      data-selected={isSelected || undefined}
      data-taca={isTaca || undefined}
      style={style}
    >
      <header
        className={`${classes['header']} nopan`}
        data-group={id}
        onDoubleClick={() => startRenaming({ kind: 'group', id })}
      >
        {isRenaming ? (
          <RenameField
            label={t('canvas.group.title')}
            value={title}
            onEnd={(name) => {
              stopRenaming();
              if (name === null || name === title) return;
              editGraph(t('canvas.edit.group'), (graph) => setGroupTitle(graph, id, name));
            }}
          />
        ) : (
          <span className={classes['title']}>{title || t('canvas.group.untitled')}</span>
        )}
      </header>
      <div className={`${classes['resize']} nopan`} data-resize-group={id} />
    </section>
  );
}
