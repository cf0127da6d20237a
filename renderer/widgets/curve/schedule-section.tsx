import { useState } from 'react';
import { t } from '../../text/text.ts';
import classes from './curve.module.css';
import { ScheduleCurve } from './schedule-curve.tsx';
import { useSchedule, type ScheduleState } from './use-schedule.ts';
import { useWidth } from './use-width.ts';

/** The large curve of the inspector, with a table for those who cannot see it. */
export function ScheduleSection({ node }: { readonly node: string }) {
  const state = useSchedule(node);
  const [box, setBox] = useState<HTMLElement | null>(null);
  const width = useWidth(box);
  if (!state) return null;
  return (
    <div ref={setBox}>
      {width > 0 && <ScheduleCurve state={state} width={width} isSmall={false} />}
      {!state.steps.isReal && <p className={classes['caption']}>{t('widget.curve.none')}</p>}
      <StepTable state={state} />
    </div>
  );
}

function StepTable({ state: { steps, series } }: { readonly state: ScheduleState }) {
  return (
    <table className="visually-hidden">
      <caption>{t('widget.curve.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('widget.curve.step')}</th>
          <th scope="col">{t('widget.curve.timestep')}</th>
          <th scope="col">{t('widget.curve.value')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.positions.map(({ step, timestep }, i) => (
          <tr key={step}>
            <td>{step + 1}</td>
            <td>{Math.round(timestep)}</td>
            <td>{series[i]?.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
