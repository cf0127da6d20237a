import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { GalleryContent } from '../panels/gallery/gallery-content.tsx';
import { refOf } from '../api/pictures.ts';
import { useGallery } from '../store/gallery.ts';
import { choosePicture, useViewer, viewer } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import { useElementSize } from '../ui/use-element-size.ts';
import { Details } from './details.tsx';
import type { Distance } from './difference-layer.tsx';
import { Stage } from './stage.tsx';
import { stepPicture } from './step-picture.ts';
import { useFullWindow } from './use-full-window.ts';
import { useViewport, type ViewportControl } from './use-viewport.ts';
import { ViewerBar } from './viewer-bar.tsx';
import classes from './viewer.module.css';
import type { Size } from './viewport.ts';

const UNKNOWN: Size = { width: 1, height: 1 };

/** A picture as large as the window allows, or two compared. */
export function Viewer() {
  const picture = useViewer((state) => state.a);
  const isFull = useViewer((state) => state.isFull);
  const isDetailsShown = useViewer((state) => state.isDetailsShown);
  const mode = useViewer((state) => state.mode);
  const isCompared = useViewer(({ b }) => b !== null) && mode !== 'one';
  const newest = useGallery((state) => state.pictures[0]);
  const section = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(UNKNOWN);
  const [gain, setGain] = useState(4);
  const [distance, setDistance] = useState<Distance | null>(null);
  const place = useElementSize(stage);
  const frameSize = mode === 'side' ? sideOf(place) : isCompared ? underNames(place) : place;
  const control = useViewport(size, frameSize);
  useFullWindow(section, isFull);

  useEffect(() => {
    if (!picture && newest) viewer.setState({ a: refOf(newest) });
  }, [picture, newest]);
  useEffect(() => {
    // The frames of another mode are others: the keyboard goes along.
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body;
    if (isLost || isFull) frame.current?.focus({ preventScroll: true });
  }, [picture === null, mode, isFull]);

  const isEmpty = picture === null;
  return (
    <section
      ref={section}
      className={classes['viewer']}
      data-full={isFull || undefined}
      aria-label={t('viewer.label')}
      onKeyDown={(event) => onKey(event, control)}
    >
      {!isFull && <ViewerBar control={control} gain={gain} distance={distance} onGain={setGain} />}
      <div className={classes['middle']}>
        <div ref={stage} className={classes['stage']} data-unscaled>
          {isEmpty ? (
            <div className={classes['empty']}>
              <h2>{t('viewer.empty')}</h2>
              <p>{t('viewer.emptyHint')}</p>
            </div>
          ) : (
            <Stage
              control={control}
              frame={frame}
              frameSize={frameSize}
              size={size}
              gain={gain}
              onSize={setSize}
              onMeasured={setDistance}
            />
          )}
        </div>
        {isDetailsShown && !isFull && !isEmpty && <Details />}
      </div>
      {!isFull && (
        <div className={classes['strip']}>
          <GalleryContent layout="strip" onPick={(picked) => choosePicture(refOf(picked))} />
        </div>
      )}
    </section>
  );
}

const NAME_BAR = 28;

/** Two frames beside each other, a line between, their names above. */
function sideOf({ width, height }: Size): Size {
  return underNames({ width: Math.floor((width - 1) / 2), height });
}

function underNames({ width, height }: Size): Size {
  return { width, height: height - NAME_BAR };
}

const PAN_STEP = 40;
const ZOOM_STEP = 1.25;
const PANS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [PAN_STEP, 0],
  ArrowRight: [-PAN_STEP, 0],
  ArrowUp: [0, PAN_STEP],
  ArrowDown: [0, -PAN_STEP],
};

function onKey(event: KeyboardEvent, control: ViewportControl): void {
  const { key, shiftKey, ctrlKey, metaKey, altKey, target } = event;
  const isElsewhere = target instanceof Element && target.closest('input, textarea, [role=slider]');
  if (event.defaultPrevented || ctrlKey || metaKey || altKey || isElsewhere) return;
  const pan = shiftKey ? PANS[key] : undefined;
  if (pan) control.panBy({ x: pan[0], y: pan[1] });
  else if (key === 'ArrowLeft' || key === 'ArrowUp') stepPicture(-1);
  else if (key === 'ArrowRight' || key === 'ArrowDown') stepPicture(1);
  else if (key === '+' || key === '=') control.zoomBy(ZOOM_STEP);
  else if (key === '-') control.zoomBy(1 / ZOOM_STEP);
  else if (key === '.') control.fit();
  else if (key === '0') control.showActualSize();
  else if (key === 'Escape' && viewer.getState().isFull) viewer.setState({ isFull: false });
  else return;
  event.preventDefault();
}
