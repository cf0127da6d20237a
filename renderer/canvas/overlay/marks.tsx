import { useLive } from '../live.ts';
import type { Rect } from '../scene/rect.ts';
import classes from './overlay.module.css';

/** The dots of the ground: part of what pans, so that panning draws nothing anew. */
export function Grid({ region }: { readonly region: Rect }) {
  const [left, top] = [Math.floor(region.x / 20) * 20 - 10, Math.floor(region.y / 20) * 20 - 10];
  return (
    <div
      className={classes['grid']}
      style={{ left, top, width: region.width + 40, height: region.height + 40 }}
    />
  );
}

/** Lines that a dragged thing is in line with, and the box that selects. @param zoom keeps lines one pixel wide */
export function Marks({ zoom }: { readonly zoom: number }) {
  const guides = useLive((state) => state.guides);
  const box = useLive((state) => state.box);
  const hair = 1 / zoom;
  return (
    <>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={classes['guide']}
          style={
            axis === 'x'
              ? { left: at, top: from, width: hair, height: to - from }
              : { left: from, top: at, width: to - from, height: hair }
          }
        />
      ))}
      {box && (
        <div
          className={classes['box']}
          style={{
            left: box.x,
            top: box.y,
            width: box.width,
            height: box.height,
            borderWidth: hair,
          }}
        />
      )}
    </>
  );
}
