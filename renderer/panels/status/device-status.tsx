import { useEffect } from 'react';
import type { DeviceInfo } from '../../../electron/protocol/device.ts';
import type { DeviceAnswer } from '../../../electron/protocol/studio-settings.ts';
import { useDevice, watchDevice } from '../../store/device.ts';
import { showDialog } from '../../store/dialogs.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';
import classes from './device-status.module.css';

/** Device, precision, self-test and memory of the engine; opens the device's settings. */
export function DeviceStatus() {
  const answer = useDevice();
  useEffect(watchDevice, []);
  if (!answer) return null;
  const used = answer.memory.used;
  const budget = answer.device?.memoryBudget ?? answer.memory.machine;
  const text = { used: shownBytes(used ?? 0), budget: shownBytes(budget) };
  return (
    <>
      <button
        type="button"
        className={classes['device']}
        title={answer.reason ?? answer.device?.fallback ?? t('status.device.open')}
        onClick={() => showDialog('settings', { section: 'device' })}
      >
        <span className={[classes['dot'], classes[lookOf(answer)]].join(' ')} aria-hidden />
        {wordsOf(answer)}
      </button>
      {used !== null && (
        <span className={classes['memory']}>
          <meter
            className={classes['meter']}
            max={budget}
            value={used}
            aria-label={t('status.memory.name', text)}
          />
          <span aria-hidden>{t('status.memory', text)}</span>
        </span>
      )}
    </>
  );
}

function lookOf({ state, device }: DeviceAnswer): 'starting' | 'ready' | 'warn' | 'unavailable' {
  const isReplaced = device?.selfTest.some(({ passed }) => !passed) ?? false;
  const isSlowed = device !== null && fallenOf(device) > 0;
  return state === 'ready' && (isReplaced || isSlowed) ? 'warn' : state;
}

function wordsOf({ state, device }: DeviceAnswer): string {
  if (!device)
    return t(state === 'unavailable' ? 'status.device.unavailable' : 'status.device.starting');
  const replaced = device.selfTest.filter(({ passed }) => !passed).length;
  const fallen = fallenOf(device);
  const { name, threads, precision } = device;
  return [
    name,
    threads > 0 ? t('status.device.threads', { count: threads }) : null,
    precision,
    replaced > 0 ? t('status.device.replaced', { count: replaced }) : t('status.device.passed'),
    fallen > 0 ? t('status.device.fallen', { count: fallen }) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Operators that the CPU computes because the device cannot. */
function fallenOf({ networks }: DeviceInfo): number {
  return networks.flatMap(({ fallen }) => Object.values(fallen)).reduce((sum, n) => sum + n, 0);
}
