import { useStore } from '@xyflow/react';
import { Lock, LockOpen, Maximize, Minus, Plus } from 'lucide-react';
import { runAction } from '../../actions/index.ts';
import { keymap } from '../../store/keymap.ts';
import { camera, useCamera } from '../../store/camera.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './overlay.module.css';

/** Zoom, fit, lock. */
export function ToolBar() {
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  const isLocked = useCamera((state) => state.isLocked);
  const keys = (id: string) => keymap.getState().keysFor(id)[0];
  return (
    <div className={classes['tools']} role="toolbar" aria-label={t('canvas.tools')}>
      <IconButton
        icon={Minus}
        label={t('action.canvas.zoomOut')}
        keys={keys('canvas.zoomOut')}
        onClick={() => runAction('canvas.zoomOut')}
      />
      <Button
        look="quiet"
        className={classes['percent']}
        onClick={() => {
          const view = camera.getState().camera;
          view?.zoomBy(1 / view.viewport().zoom);
        }}
      >
        {percent}%
      </Button>
      <IconButton
        icon={Plus}
        label={t('action.canvas.zoomIn')}
        keys={keys('canvas.zoomIn')}
        onClick={() => runAction('canvas.zoomIn')}
      />
      <IconButton
        icon={Maximize}
        label={t('action.canvas.fit')}
        keys={keys('canvas.fit')}
        onClick={() => runAction('canvas.fit')}
      />
      <IconButton
        icon={isLocked ? Lock : LockOpen}
        label={t('action.canvas.lock')}
        aria-pressed={isLocked}
        onClick={() => runAction('canvas.lock')}
      />
    </div>
  );
}
