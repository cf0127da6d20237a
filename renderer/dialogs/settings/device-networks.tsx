import { Check, TriangleAlert } from 'lucide-react';
import type { DeviceInfo } from '../../../electron/protocol/device.ts';
import { t } from '../../text/text.ts';
import classes from './settings.module.css';

/** Network by network: what the CPU computes because the device cannot. */
export function DeviceNetworks({ networks }: Pick<DeviceInfo, 'networks'>) {
  if (networks.length === 0) {
    return <p className={classes['note']}>{t('settings.networks.none')}</p>;
  }
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t('settings.networks.network')}</th>
          <th scope="col">{t('settings.networks.onDevice')}</th>
          <th scope="col">{t('settings.networks.fallen')}</th>
        </tr>
      </thead>
      <tbody>
        {networks.map(({ network, onDevice, fallen, copies }) => (
          <tr key={network}>
            <th scope="row">{network}</th>
            <td>{onDevice}</td>
            <td>
              <Fallen fallen={fallen} copies={copies} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Network = DeviceInfo['networks'][number];

function Fallen({ fallen, copies }: Pick<Network, 'fallen' | 'copies'>) {
  const operators = Object.entries(fallen);
  const count = operators.reduce((sum, [, n]) => sum + n, 0);
  if (count === 0) {
    return (
      <span className={classes['passed']}>
        <Check size={12} aria-hidden />
        {t('settings.networks.nothing')}
      </span>
    );
  }
  const names = operators.map(([operator, n]) => `${n} ${operator}`).join(', ');
  return (
    <span className={classes['replaced']}>
      <TriangleAlert size={12} aria-hidden />
      {t('settings.networks.some', { count, names, copies })}
    </span>
  );
}
