import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useState, type ComponentType } from 'react';
import { closeDialog } from '../../store/dialogs.ts';
import { loadServerSettings, useServerSettings } from '../../store/server-settings.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DeviceSection } from './device-section.tsx';
import { DownloadsSection } from './downloads-section.tsx';
import { FoldersSection } from './folders-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { KeysSection } from './keys-section.tsx';
import classes from './settings.module.css';

const SECTIONS = {
  general: GeneralSection,
  device: DeviceSection,
  folders: FoldersSection,
  downloads: DownloadsSection,
  keys: KeysSection,
} satisfies Record<string, ComponentType>;
export type SettingsSection = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SettingsSection[];

/** What can be set, by section; each change counts at once. */
export default function Settings({ section = 'general' }: { readonly section?: SettingsSection }) {
  const [open, setOpen] = useState<SettingsSection>(section);
  const isFailed = useServerSettings((state) => state.isFailed);
  useEffect(() => void loadServerSettings(), []);
  return (
    <Dialog isWide title={t('settings.title')} onClose={closeDialog}>
      <Tabs.Root
        className={classes['tabs'] ?? ''}
        orientation="vertical"
        value={open}
        onValueChange={(value) => setOpen(value as SettingsSection)}
      >
        <Tabs.List className={classes['names'] ?? ''} aria-label={t('settings.title')}>
          {NAMES.map((name) => (
            <Tabs.Tab key={name} value={name} className={classes['name'] ?? ''}>
              {t(`settings.section.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {NAMES.map((name) => {
          const Section = SECTIONS[name];
          return (
            <Tabs.Panel key={name} value={name} className={classes['panel'] ?? ''}>
              {isFailed && name !== 'general' && name !== 'keys' && (
                <div className={classes['failed']} role="alert">
                  {t('settings.failed')}
                  <Button isSmall onClick={() => void loadServerSettings()}>
                    {t('settings.retry')}
                  </Button>
                </div>
              )}
              <Section />
            </Tabs.Panel>
          );
        })}
      </Tabs.Root>
    </Dialog>
  );
}
