import { t } from '../../text/text.ts';
import { names } from '../classes.ts';
import { CurveHandle } from './curve-handle.tsx';
import classes from './curve.module.css';
import { activeRuns, placeAt, scaleOf, stairs, xAt, yAt, type Box } from './geometry.ts';
import type { ScheduleState } from './use-schedule.ts';

export interface ScheduleCurveProps {
  readonly state: ScheduleState;
  readonly width: number;
  readonly isSmall: boolean;
}

/** Value of a pixel upwards. */
const PER_PIXEL = 0.01;

/** The schedule over the steps, with handles; the inspector's has axes. */
export function ScheduleCurve({ state, width, isSmall }: ScheduleCurveProps) {
  const { scheduled, steps, series, end, isPeakLinked, setPeak, setEnd } = state;
  const { peak, rest, input } = scheduled;
  const { current } = steps;
  const box: Box = isSmall
    ? { left: 5, top: 8, width: width - 10, height: 24 }
    : { left: 32, top: 10, width: width - 40, height: 44 };
  const scale = scaleOf(peak, rest);
  const count = series.length;
  const bottom = box.top + box.height;
  const [restY, peakY] = [yAt(box, scale, rest), yAt(box, scale, peak)];
  const on = series.filter((value) => value !== rest).length;
  const endX = end === null ? null : xAt(box, end, count);
  const range = input === 'temperature' ? { min: 0.01, max: 5 } : { min: -100, max: 100 };
  const finding = t(`widget.curve.${input}`, { peak: peak.toFixed(2), on, steps: count });
  return (
    <svg
      className={names('nodrag', classes['curve'], input === 'strength' && classes['strength'])}
      width={width}
      height={isSmall ? 40 : 96}
      role="group"
      aria-label={finding}
    >
      {activeRuns(series, rest).map(([from, to]) => (
        <rect
          key={from}
          className={classes['window']}
          x={xAt(box, from, count)}
          y={box.top - 4}
          width={xAt(box, to, count) - xAt(box, from, count)}
          height={box.height + 8}
        />
      ))}
      <path
        className={classes['axis']}
        d={`M${box.left} ${bottom + 4.5}H${box.left + box.width}`}
      />
      <path className={classes['line']} d={stairs(series, box, scale)} />
      {current !== null && current < count && (
        <path
          className={classes['current']}
          d={`M${xAt(box, current + 0.5, count)} ${box.top - 4}V${bottom + 4}`}
        />
      )}
      {!isSmall && <Axes state={state} box={box} restY={restY} peakY={peakY} current={current} />}
      {endX !== null && (
        <CurveHandle
          label={t('widget.curve.end')}
          axis="x"
          x={endX}
          y={isSmall ? (restY + peakY) / 2 : restY}
          value={end ?? 0}
          min={0}
          max={count}
          step={1}
          text={t('widget.curve.afterSteps', { count: end ?? 0 })}
          moved={(from, dx) => Math.round(placeAt(box, xAt(box, from, count) + dx, count))}
          onChange={setEnd}
        />
      )}
      {!isPeakLinked && (
        <CurveHandle
          label={t(input === 'temperature' ? 'widget.curve.peak' : 'widget.curve.strengthHandle')}
          axis="y"
          x={box.left}
          y={peakY}
          value={peak}
          {...range}
          step={0.01}
          text={peak.toFixed(2)}
          moved={(from, _dx, dy) => from - dy * PER_PIXEL}
          onChange={setPeak}
        />
      )}
    </svg>
  );
}

interface AxesProps {
  readonly state: ScheduleState;
  readonly box: Box;
  readonly restY: number;
  readonly peakY: number;
  readonly current: number | null;
}

function Axes({ state, box, restY, peakY, current }: AxesProps) {
  const { scheduled, steps, series, end } = state;
  const { positions } = steps;
  const count = series.length;
  const bottom = box.top + box.height;
  const shown = ticks(count, end, current);
  return (
    <>
      <text x={0} y={peakY + 4}>
        {scheduled.peak.toFixed(2)}
      </text>
      {Math.abs(restY - peakY) > 12 && (
        <text x={0} y={restY + 4}>
          {scheduled.rest.toFixed(2)}
        </text>
      )}
      <text x={0} y={bottom + 20}>
        {t('widget.curve.step')}
      </text>
      {steps.isReal && (
        <text className={classes['timestep']} x={0} y={bottom + 34}>
          {t('widget.curve.t')}
        </text>
      )}
      {shown.map((i) => {
        const position = positions[i];
        const x = xAt(box, i + 0.5, count);
        const look = i === current ? classes['now'] : undefined;
        return (
          <g key={i} className={look} textAnchor="middle">
            <text x={x} y={bottom + 20}>
              {(position?.step ?? i) + 1}
            </text>
            {steps.isReal && (
              <text className={classes['timestep']} x={x} y={bottom + 34}>
                {Math.round(position?.timestep ?? 0)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** Steps that are labelled: first, last, the window's last, the current one, and some between. */
function ticks(count: number, end: number | null, current: number | null): number[] {
  const least = Math.max(1, Math.round(count / 8));
  const wanted = [current, 0, count - 1, end === null ? null : end - 1];
  const chosen: number[] = [];
  const add = (i: number | null) => {
    if (i === null || i < 0 || i >= count) return;
    if (chosen.every((other) => Math.abs(other - i) >= least)) chosen.push(i);
  };
  wanted.forEach(add);
  for (let i = 0; i < count; i += Math.max(least, Math.round(count / 5))) add(i);
  return chosen;
}
