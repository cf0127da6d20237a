import type { DeviceInfo } from '../../../electron/protocol/device.ts';
import type { WantedPrecision } from '../../../electron/protocol/precision.ts';
import type { SettingsAnswer } from '../../../electron/protocol/studio-settings.ts';
import { t } from '../../text/text.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Row } from './row.tsx';
import { useChange } from './use-change.ts';

interface WeightsRowProps {
  readonly answer: SettingsAnswer;
  /** Null until it is open. */
  readonly device: Pick<DeviceInfo, 'kind' | 'precision'> | null;
}

/** In what precision weights are kept, where their loader leaves it open. */
export function WeightsRow({ answer: { settings, fixed }, device }: WeightsRowProps) {
  const weights = useChange();
  const chosen = fixed.precision ?? settings.precision ?? 'auto';
  return (
    <Row
      label={t('settings.weights')}
      note={
        fixed.precision
          ? t('settings.device.fixed', { option: '--precision' })
          : t('settings.weights.note')
      }
      error={weights.error}
    >
      <Segmented
        label={t('settings.weights')}
        options={choicesOn(device, chosen).map((value) => ({
          value,
          label: value === 'auto' ? t('settings.device.auto') : value,
        }))}
        value={chosen}
        isDisabled={fixed.precision !== undefined}
        onChange={(precision) => void weights.change({ precision })}
      />
    </Row>
  );
}

/** Those that run on the device, and the one that is set. */
function choicesOn(device: WeightsRowProps['device'], chosen: WantedPrecision): WantedPrecision[] {
  const isHalf = device?.precision === 'fp16';
  const isCpu = device?.kind === 'cpu';
  return [
    ...new Set<WantedPrecision>([
      'auto',
      'fp32',
      ...(isHalf ? (['fp16'] as const) : []),
      'int8',
      'int4',
      ...(isCpu ? (['w8a8', 'w4a8'] as const) : []),
      chosen,
    ]),
  ];
}
