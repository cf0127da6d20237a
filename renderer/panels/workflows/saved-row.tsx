import { Ellipsis, Workflow } from 'lucide-react';
import { useState } from 'react';
import type { SavedWorkflowInfo } from '../../../electron/protocol/user-files.ts';
import type { OutputFile } from '../../../nodes/run-context.ts';
import { thumbnailUrl } from '../../api/pictures.ts';
import { deleteWithUndo, duplicate } from '../../files/manage.ts';
import { openSaved } from '../../files/open.ts';
import { nameOf } from '../../files/save.ts';
import { showDialog } from '../../store/dialogs.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ContextMenu, Menu, type MenuEntry } from '../../ui/menu.tsx';
import classes from './workflows.module.css';

const SIZE = 36;

export function SavedRow({ workflow }: { readonly workflow: SavedWorkflowInfo }) {
  const { path, nodes, modified } = workflow;
  const name = nameOf(path);
  const isReadable = nodes !== null;
  const about = isReadable ? t('workflows.nodes', { count: nodes }) : t('workflows.unreadable');
  return (
    <ContextMenu entries={() => entriesOf(path)}>
      <li className={classes['row']}>
        <button
          type="button"
          className={classes['open']}
          aria-disabled={!isReadable}
          onClick={() => void openSaved(path)}
        >
          <Thumbnail workflow={workflow} />
          <span className={classes['text']}>
            <span title={path}>{name}</span>
            <span>{`${about} · ${formatMoment(modified)}`}</span>
          </span>
        </button>
        <Menu entries={() => entriesOf(path)}>
          <IconButton
            isSmall
            icon={Ellipsis}
            className={classes['more'] ?? ''}
            label={t('workflows.actions', { name })}
          />
        </Menu>
      </li>
    </ContextMenu>
  );
}

function Thumbnail({ workflow: { picture, modified } }: { readonly workflow: SavedWorkflowInfo }) {
  const [isGone, setGone] = useState(false);
  if (!picture || isGone) {
    return (
      <span className={classes['picture']}>
        <Workflow size={16} strokeWidth={1.5} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={classes['picture']}
      src={thumbnailUrl(picture as OutputFile, SIZE, modified)}
      alt=""
      loading="lazy"
      onError={() => setGone(true)}
    />
  );
}

function entriesOf(path: string): MenuEntry[] {
  return [
    { label: t('workflows.open'), run: () => void openSaved(path) },
    { label: t('workflows.rename'), run: () => showDialog('rename-workflow', { path }) },
    { label: t('workflows.duplicate'), run: () => void duplicate(path) },
    'separator',
    { label: t('workflows.delete'), run: () => void deleteWithUndo(path) },
  ];
}
