import { Check, TriangleAlert } from 'lucide-react';
import type { DeviceAnswer } from '../../../electron/protocol/studio-settings.ts';
import { t } from '../../text/text.ts';
import classes from './settings.module.css';

type Tests = NonNullable<DeviceAnswer['device']>['selfTest'];

/** Op by op: how far it is from its plain form, and what is used. */
export function SelfTestTable({ tests }: { readonly tests: Tests }) {
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('settings.selfTest.operator')}</th>
          <th scope="col">{t('settings.selfTest.error')}</th>
          <th scope="col">{t('settings.selfTest.result')}</th>
        </tr>
      </thead>
      <tbody>
        {tests.map(({ operator, error, passed, failure }) => (
          <tr key={operator}>
            <th scope="row">{operator}</th>
            <td>{error === null ? t('settings.selfTest.noNumber') : error.toExponential(1)}</td>
            <td>
              <span className={passed ? classes['passed'] : classes['replaced']}>
                {passed ? <Check size={12} aria-hidden /> : <TriangleAlert size={12} aria-hidden />}
                {t(passed ? 'settings.selfTest.passed' : 'settings.selfTest.replaced')}
              </span>
              {failure !== null && <p className={classes['note']}>{failure}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
