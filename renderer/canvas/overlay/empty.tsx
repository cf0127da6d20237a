import { useCatalog } from '../../store/catalog.ts';
import { layout, toggleLeft } from '../../store/layout.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import classes from './overlay.module.css';

/** What stands on an empty canvas. */
export function Empty() {
  return (
    <div className={classes['empty']}>
      <h2>{t('canvas.empty')}</h2>
      <p>{t('canvas.empty.more')}</p>
      <Button
        data-canvas-part=""
        onClick={() => {
          if (layout.getState().left !== 'workflows') toggleLeft('workflows');
        }}
      >
        {t('canvas.empty.templates')}
      </Button>
    </div>
  );
}

/** Blocks where nodes will be, while the workflow and the node classes are read. */
export function Loading() {
  const isLoading = useCatalog(({ status }) => status === 'loading');
  return isLoading ? (
    <div className={classes['loading']} role="status" aria-label={t('canvas.loading')}>
      <i />
      <i />
      <i />
    </div>
  ) : null;
}
