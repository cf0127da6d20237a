import { Segmented } from '../../ui/segmented.tsx';
import { t } from '../../text/text.ts';
import { showView, useLayout } from '../../store/layout.ts';
import { AppMenu } from './app-menu.tsx';
import { RunButton } from './run-button.tsx';
import { Tabs } from './tabs.tsx';
import classes from './title-bar.module.css';

export function TitleBar() {
  const view = useLayout((state) => state.view);
  return (
    <header className={classes['bar']} data-part="title">
      <AppMenu />
      <div className={classes['tabs']}>
        <Tabs />
      </div>
      <Segmented
        isLarge
        label={t('app.views')}
        value={view}
        onChange={showView}
        options={(['graph', 'form', 'viewer'] as const).map((value) => ({
          value,
          label: t(`app.view.${value}`),
        }))}
      />
      <div className={classes['run']}>
        <RunButton />
      </div>
    </header>
  );
}
