import { Check, Minus, TriangleAlert } from 'lucide-react';
import type { DeviceInfo } from '../../../electron/protocol/device.ts';
import { t } from '../../text/text.ts';
import classes from './settings.module.css';

/** The devices that were tried, in their order, and why each was not taken. */
export function DeviceCandidates({ candidates }: Pick<DeviceInfo, 'candidates'>) {
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('settings.candidates.device')}</th>
          <th scope="col">{t('settings.candidates.result')}</th>
        </tr>
      </thead>
      <tbody>
        {candidates.map(({ name, reason, taken }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {taken && (
                <span className={classes['passed']}>
                  <Check size={12} aria-hidden />
                  {t('settings.candidates.taken')}
                </span>
              )}
              {reason !== null && (
                <span className={classes['replaced']}>
                  <TriangleAlert size={12} aria-hidden />
                  {t('settings.candidates.refused', { reason })}
                </span>
              )}
              {!taken && reason === null && (
                <span className={classes['passed']}>
                  <Minus size={12} aria-hidden />
                  {t('settings.candidates.untried')}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
