import { useState, type RefObject } from 'react';
import type { PictureRef } from '../api/pictures.ts';
import { shownPicture, showSide, useViewer } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import { DifferenceLayer, type Distance } from './difference-layer.tsx';
import { Frame } from './frame.tsx';
import { Layer } from './layer.tsx';
import type { ViewportControl } from './use-viewport.ts';
import classes from './viewer.module.css';
import type { Size } from './viewport.ts';
import { Wipe } from './wipe.tsx';

export interface StageProps {
  readonly control: ViewportControl;
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly frameSize: Size;
  readonly size: Size;
  readonly gain: number;
  readonly onSize: (size: Size) => void;
  readonly onMeasured: (distance: Distance | null) => void;
}

/** One picture, or two compared; both move together. */
export function Stage(props: StageProps) {
  const { control, frame, frameSize, size, gain, onSize, onMeasured } = props;
  const [wipe, setWipe] = useState(0.5);
  const state = useViewer((viewer) => viewer);
  const { a, b, mode } = state;
  const common = { control, frame: frameSize, size };
  const label = (picture: PictureRef) =>
    t('viewer.stage', { file: picture.filename, percent: control.percent });
  if (a === null) return null;

  if (mode === 'side') {
    return (
      <div className={classes['pair']}>
        <Side side="a" picture={a}>
          <Frame label={label(a)} control={control} frame={frame}>
            <Layer picture={a} {...common} onLoad={onSize} />
          </Frame>
        </Side>
        <Side side="b" picture={b}>
          {b && (
            <Frame label={label(b)} control={control}>
              <Layer picture={b} {...common} />
            </Frame>
          )}
        </Side>
      </div>
    );
  }
  if (mode === 'difference' && b) {
    return (
      <Frame label={label(a)} control={control} frame={frame}>
        <DifferenceLayer
          a={a}
          b={b}
          gain={gain}
          control={control}
          frame={frameSize}
          label={t('viewer.mode.difference')}
          onSize={onSize}
          onMeasured={onMeasured}
        />
      </Frame>
    );
  }
  if (mode === 'wipe' && b) {
    return (
      <Frame label={label(a)} control={control} frame={frame}>
        <Layer picture={a} {...common} onLoad={onSize} />
        <div className={classes['over']} style={{ clipPath: `inset(0 0 0 ${wipe * 100}%)` }}>
          <Layer picture={b} {...common} />
        </div>
        <Wipe value={wipe} onChange={setWipe} />
      </Frame>
    );
  }
  const shown = shownPicture(state) ?? a;
  return (
    <Frame label={label(shown)} control={control} frame={frame}>
      <Layer picture={shown} {...common} onLoad={onSize} />
    </Frame>
  );
}

interface SideProps {
  readonly side: 'a' | 'b';
  readonly picture: PictureRef | null;
  readonly children: React.ReactNode;
}

function Side({ side, picture, children }: SideProps) {
  const isChosen = useViewer((state) => state.side === side);
  return (
    <section className={classes['side']} aria-label={side.toUpperCase()}>
      <button
        type="button"
        className={classes['sideName']}
        aria-pressed={isChosen}
        onClick={() => showSide(side)}
      >
        <b>{side.toUpperCase()}</b>
        <span>{picture?.filename ?? t('viewer.pickB')}</span>
      </button>
      {children}
    </section>
  );
}
