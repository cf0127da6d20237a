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
      <Over a={a} b={b}>
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
      </Over>
    );
  }
  if (mode === 'wipe' && b) {
    return (
      <Over a={a} b={b}>
        <Frame label={label(a)} control={control} frame={frame}>
          <Layer picture={a} {...common} onLoad={onSize} />
          <div className={classes['over']} style={{ clipPath: `inset(0 0 0 ${wipe * 100}%)` }}>
            <Layer picture={b} {...common} />
          </div>
          <Wipe value={wipe} onChange={setWipe} />
        </Frame>
      </Over>
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
  return (
    <section className={classes['side']} aria-label={side.toUpperCase()}>
      <SideName side={side} picture={picture} />
      {children}
    </section>
  );
}

/** Both in one place, their names above it. */
function Over({ a, b, children }: Record<'a' | 'b', PictureRef> & Pick<SideProps, 'children'>) {
  return (
    <div className={classes['side']}>
      <div className={classes['names']}>
        <SideName side="a" picture={a} />
        <SideName side="b" picture={b} />
      </div>
      {children}
    </div>
  );
}

function SideName({ side, picture }: Omit<SideProps, 'children'>) {
  const isChosen = useViewer((state) => state.side === side);
  return (
    <button
      type="button"
      className={classes['sideName']}
      aria-pressed={isChosen}
      onClick={() => showSide(side)}
    >
      <b>{side.toUpperCase()}</b>
      <span>{picture?.filename ?? t('viewer.pickB')}</span>
    </button>
  );
}
