import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useDevice, watchDevice } from '../../store/device.ts';
import { useServerSettings } from '../../store/server-settings.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { CommitField } from './commit-field.tsx';
import { Row } from './row.tsx';
import { SelfTestTable } from './self-test-table.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

const DEVICES = ['cpu', 'webgpu', 'auto'] as const;
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
          options={DEVICES.map((value) => ({ value, label: t(`settings.device.${value}`) }))}
          value={fixed.device ?? settings.device}
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
      {now?.device && (
        <Row label={t('settings.precision')}>
          <span>{t('settings.precision.value', { precision: now.device.precision })}</span>
        </Row>
      )}
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
      <p className={classes['note']}>{t('settings.state.waiting')}</p>
    </>
  );
}
