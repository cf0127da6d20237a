import { Minus, Plus } from 'lucide-react';
import { appearance, SCALES, useAppearance } from '../../store/appearance.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Row } from './row.tsx';
import classes from './settings.module.css';

const THEMES = ['dark', 'light', 'system'] as const;

export function GeneralSection() {
  const { theme, scale } = useAppearance();
  const setScale = (next: number) => appearance.setState({ scale: next });
  return (
    <>
      <Row label={t('settings.theme')}>
        <Segmented
          label={t('settings.theme')}
          options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          value={theme}
          onChange={(chosen) => appearance.setState({ theme: chosen })}
        />
      </Row>
      <Row label={t('settings.scale')} note={t('settings.scale.note')}>
        <div className={classes['line']}>
          <IconButton
            icon={Minus}
            label={t('settings.scale.smaller')}
            disabled={scale <= SCALES.min}
            onClick={() => setScale(scale - SCALES.step)}
          />
          <output className={classes['amount']} aria-label={t('settings.scale')}>
            {t('settings.scale.value', { n: scale })}
          </output>
          <IconButton
            icon={Plus}
            label={t('settings.scale.larger')}
            disabled={scale >= SCALES.max}
            onClick={() => setScale(scale + SCALES.step)}
          />
        </div>
      </Row>
      <Row label={t('settings.language')} note={t('settings.language.note')}>
        <select className={classes['field']} aria-label={t('settings.language')} disabled>
          <option>{t('settings.language.en')}</option>
        </select>
      </Row>
    </>
  );
}
