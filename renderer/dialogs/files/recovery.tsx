import { useState } from 'react';
import { deleteDraft } from '../../files/draft-api.ts';
import type { Recovered } from '../../files/session.ts';
import { TAB } from '../../files/window-record.ts';
import { closeDialog } from '../../store/dialogs.ts';
import { announce } from '../../store/notices.ts';
import { openTab } from '../../store/workspace.ts';
import { formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './files.module.css';
import { Sketch } from './sketch.tsx';

/** What a crash interrupted. Closing it restores what is left, so that nothing is lost by a key. */
export default function Recovery({ tabs }: { readonly tabs: readonly Recovered[] }) {
  const [left, setLeft] = useState(tabs);
  const drop = (id: string) => {
    const others = left.filter((one) => one.id !== id);
    setLeft(others);
    if (others.length === 0) closeDialog();
  };
  const discard = ({ id, tab }: Recovered) => {
    void deleteDraft(TAB + id).catch(() => undefined);
    announce(t('recovery.discarded', { name: tab.name }));
    drop(id);
  };
  const restoreAll = () => {
    for (const { tab } of left) openTab(tab);
    closeDialog();
  };
  return (
    <Dialog
      isWide
      title={t('recovery.title')}
      description={t('recovery.text')}
      onClose={restoreAll}
      footer={
        <Button look="primary" onClick={restoreAll}>
          {t('recovery.restoreAll')}
        </Button>
      }
    >
      <ul className={classes['list']}>
        {left.map((one) => (
          <li key={one.id} className={classes['row']}>
            {one.tab.document && <Sketch name={one.tab.name} document={one.tab.document} />}
            <span className={classes['text']}>
              <span>{one.tab.name}</span>
              <span>{detailOf(one)}</span>
            </span>
            <Button isSmall look="quiet" onClick={() => discard(one)}>
              {t('recovery.discard')}
            </Button>
            <Button
              isSmall
              onClick={() => {
                openTab(one.tab);
                drop(one.id);
              }}
            >
              {t('recovery.restore')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function detailOf({ saved, tab }: Recovered): string {
  const count = Object.keys(tab.document?.root.nodes ?? {}).length;
  return t('recovery.from', { time: formatMoment(saved), count });
}
