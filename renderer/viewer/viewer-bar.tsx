import { ChevronLeft, ChevronRight, Expand, Info, Minus, Plus } from 'lucide-react';
import { runAction } from '../actions/index.ts';
import { useViewer, viewer, type ViewerMode } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { Distance } from './difference-layer.tsx';
import { compareAs, stepPicture } from './step-picture.ts';
import type { ViewportControl } from './use-viewport.ts';
import classes from './viewer.module.css';

export interface ViewerBarProps {
  readonly control: ViewportControl;
  readonly gain: number;
  readonly distance: Distance | null;
  readonly onGain: (gain: number) => void;
}

const MODES: readonly ViewerMode[] = ['one', 'side', 'wipe', 'difference'];
const ZOOM_STEP = 1.25;

/** All controls of the viewer, so that nothing lies over the picture. */
export function ViewerBar({ control, gain, distance, onGain }: ViewerBarProps) {
  const mode = useViewer((state) => state.mode);
  const isAlone = useViewer((state) => state.mode !== 'one' && state.b === null);
  const isDetailsShown = useViewer((state) => state.isDetailsShown);
  return (
    <div className={classes['bar']} role="toolbar" aria-label={t('viewer.label')}>
      <IconButton
        icon={ChevronLeft}
        label={t('viewer.previous')}
        keys="ArrowLeft"
        onClick={() => stepPicture(-1)}
      />
      <IconButton
        icon={ChevronRight}
        label={t('viewer.next')}
        keys="ArrowRight"
        onClick={() => stepPicture(1)}
      />
      <span className={classes['gap']} />
      <Button isSmall look="quiet" aria-pressed={control.isFitted} onClick={() => control.fit()}>
        {t('viewer.fit')}
      </Button>
      <Button
        isSmall
        look="quiet"
        aria-pressed={control.percent === 100}
        onClick={() => control.showActualSize()}
      >
        {t('viewer.actual')}
      </Button>
      <IconButton
        isSmall
        icon={Minus}
        label={t('viewer.zoomOut')}
        keys="-"
        onClick={() => control.zoomBy(1 / ZOOM_STEP)}
      />
      <span
        className={classes['percent']}
        aria-label={t('viewer.zoom', { percent: control.percent })}
      >
        {`${control.percent}%`}
      </span>
      <IconButton
        isSmall
        icon={Plus}
        label={t('viewer.zoomIn')}
        keys="+"
        onClick={() => control.zoomBy(ZOOM_STEP)}
      />
      <span className={classes['gap']} />
      <Segmented
        label={t('viewer.mode')}
        value={mode}
        options={MODES.map((value) => ({ value, label: t(`viewer.mode.${value}`) }))}
        onChange={compareAs}
      />
      {mode === 'difference' && <Gain gain={gain} distance={distance} onGain={onGain} />}
      {isAlone && <span className={classes['distance']}>{t('viewer.pickB')}</span>}
      <span className={classes['space']} />
      <IconButton
        icon={Info}
        label={t('viewer.details')}
        aria-pressed={isDetailsShown}
        onClick={() => viewer.setState({ isDetailsShown: !isDetailsShown })}
      />
      <IconButton
        icon={Expand}
        label={t('viewer.full')}
        keys="F11"
        onClick={() => runAction('viewer.full')}
      />
    </div>
  );
}

function Gain({ gain, distance, onGain }: Pick<ViewerBarProps, 'gain' | 'distance' | 'onGain'>) {
  return (
    <>
      <label className={classes['gain']}>
        {t('viewer.gain')}
        <input
          type="range"
          min={1}
          max={32}
          value={gain}
          onChange={({ target }) => onGain(Number(target.value))}
        />
        <span>{`${gain} x`}</span>
      </label>
      <span className={classes['distance']} role="status">
        {distance && distance.max === 0 && t('viewer.same')}
        {distance &&
          distance.max > 0 &&
          t('viewer.differs', { max: distance.max, mean: distance.mean.toFixed(2) })}
      </span>
    </>
  );
}
