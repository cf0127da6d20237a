import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { DeviceChoice, DeviceInfo } from '../../../electron/protocol/device.ts';
import { useDevice, watchDevice } from '../../store/device.ts';
import { useServerSettings } from '../../store/server-settings.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { CommitField } from './commit-field.tsx';
import { DeviceCandidates } from './device-candidates.tsx';
import { DeviceNetworks } from './device-networks.tsx';
import { Row } from './row.tsx';
import { SelfTestTable } from './self-test-table.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';
import { WeightsRow } from './weights-row.tsx';

const GIB = 2 ** 30;

export function DeviceSection() {
  const answer = useServerSettings((state) => state.answer);
  const now = useDevice();
  const device = useChange();
  const threads = useChange();
  const memory = useChange();
  useEffect(watchDevice, []);
  if (!answer) return null;
  const { settings, fixed } = answer;
  const used = now?.memory.used ?? null;
  const isUnavailable = now?.state === 'unavailable';
  const fallback = now?.device?.fallback ?? null;
  const chosen = fixed.device ?? settings.device;
  return (
    <>
      <Row
        label={t('settings.device')}
        note={
          fixed.device
            ? t('settings.device.fixed', { option: '--device' })
            : t('settings.device.note')
        }
        error={device.error ?? (isUnavailable ? now.reason : null)}
      >
        <Segmented
          label={t('settings.device')}
          options={choicesOf(now?.kinds ?? [], chosen)}
          value={chosen}
          isDisabled={fixed.device !== undefined}
          onChange={(value) => void device.change({ device: value })}
        />
        {fallback !== null && (
          <p className={classes['replaced']} role="status">
            <TriangleAlert size={12} aria-hidden />
            {t('settings.device.fallback', { reason: fallback })}
          </p>
        )}
      </Row>
      <Row
        label={t('settings.threads')}
        note={
          fixed.threads === undefined
            ? t('settings.threads.note')
            : t('settings.device.fixed', { option: '--threads' })
        }
        error={threads.error}
      >
        <CommitField
          label={t('settings.threads')}
          isNumber
          isDisabled={fixed.threads !== undefined}
          value={String(fixed.threads ?? settings.threads)}
          onCommit={(text) => threads.change({ threads: Number(text) })}
        />
      </Row>
      <WeightsRow answer={answer} device={now?.device ?? null} />
      <Row
        label={t('settings.memory')}
        note={t('settings.memory.note', {
          machine: shownBytes(now?.memory.machine ?? 0),
          used: used === null ? '…' : shownBytes(used),
        })}
        error={memory.error}
      >
        <CommitField
          label={t('settings.memory')}
          isNumber
          value={settings.memoryBudget === null ? '' : String(settings.memoryBudget / GIB)}
          onCommit={(text) =>
            memory.change({
              memoryBudget: text.trim() === '' ? null : Math.round(Number(text) * GIB),
            })
          }
        />
      </Row>
      {now?.device && <Facts device={now.device} />}
      <h3 className={classes['heading']}>{t('settings.selfTest')}</h3>
      <p className={classes['note']}>{t('settings.selfTest.about')}</p>
      {now?.device ? (
        <SelfTestTable tests={now.device.selfTest} />
      ) : (
        !isUnavailable && (
          <p className={classes['note']} role="status">
            {t('settings.state.starting')}
          </p>
        )
      )}
      {now?.device && <Findings device={now.device} />}
      <p className={classes['note']}>{t('settings.state.waiting')}</p>
    </>
  );
}

/** What the device is. */
function Facts({ device }: { readonly device: DeviceInfo }) {
  const { name, precision, ownMemory, maxBuffer } = device;
  const memory =
    ownMemory === null
      ? t('settings.ownMemory.none')
      : t('settings.ownMemory.value', { memory: shownBytes(ownMemory) });
  return (
    <>
      <Row label={t('settings.inUse')} note={memory}>
        <span>{name}</span>
      </Row>
      <Row
        label={t('settings.precision')}
        note={t('settings.maxBuffer', { bytes: shownBytes(maxBuffer) })}
      >
        <span>
          {t(precision === 'fp16' ? 'settings.precision.fp16' : 'settings.precision.fp32')}
        </span>
      </Row>
    </>
  );
}

/** What was found when it was opened, and since. */
function Findings({ device }: { readonly device: DeviceInfo }) {
  const { kind, candidates, networks } = device;
  return (
    <>
      {candidates.length > 1 && (
        <>
          <h3 className={classes['heading']}>{t('settings.candidates')}</h3>
          <DeviceCandidates candidates={candidates} />
        </>
      )}
      {kind !== 'cpu' && (
        <>
          <h3 className={classes['heading']}>{t('settings.networks')}</h3>
          <p className={classes['note']}>{t('settings.networks.about')}</p>
          <DeviceNetworks networks={networks} />
        </>
      )}
    </>
  );
}

/** Those of the system, and the one that is set where it is another, as one of several cards is. */
function choicesOf(kinds: readonly DeviceInfo['kind'][], chosen: DeviceChoice) {
  const choices = new Set<DeviceChoice>([...kinds, 'auto', chosen]);
  return [...choices].map((value) => ({ value, label: nameOf(value) }));
}

function nameOf(choice: DeviceChoice): string {
  const [kind, index] = choice.split(':') as [DeviceInfo['kind'] | 'auto', string?];
  const name = t(`settings.device.${kind}`);
  return index === undefined ? name : `${name} ${index}`;
}
