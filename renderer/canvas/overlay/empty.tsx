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
