import { Tabs } from '@base-ui/react/tabs';
import { Suspense, type ComponentType } from 'react';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { DRAWER_HEIGHTS, layout, useLayout, type DrawerTab } from '../store/layout.ts';
import { usePanelSizes } from '../store/use-panel-sizes.ts';
import { t } from '../text/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Splitter } from '../ui/splitter.tsx';
import classes from './drawer.module.css';
import { QueueLabel, QueueTools } from './queue/queue-tools.tsx';

const TABS = {
  gallery: lazyPart(async () => (await import('./gallery/gallery-strip.tsx')).GalleryStrip),
  queue: lazyPart(async () => (await import('./queue/queue-panel.tsx')).QueuePanel),
  log: lazyPart(async () => (await import('./log/log-panel.tsx')).LogPanel),
} satisfies Record<DrawerTab, ComponentType>;

const GalleryTools = lazyPart(
  async () => (await import('./gallery/gallery-strip.tsx')).GalleryTools,
);

/** Under the canvas: closed it is its bar of tabs. */
export function Drawer() {
  const isOpen = useLayout((state) => state.isDrawerOpen);
  const tab = useLayout((state) => state.drawer);
  const { drawerHeight: height } = usePanelSizes();
  return (
    <Tabs.Root
      className={classes['drawer'] ?? ''}
      style={isOpen ? { height } : {}}
      value={isOpen ? tab : null}
      onValueChange={(value) => layout.setState({ drawer: value as DrawerTab, isDrawerOpen: true })}
      render={<section data-part="drawer" aria-label={t('app.drawer')} />}
    >
      <div className={classes['bar']}>
        <Tabs.List className={classes['tabs'] ?? ''}>
          {(Object.keys(TABS) as DrawerTab[]).map((name) => (
            <Tabs.Tab key={name} value={name} className={classes['tab'] ?? ''}>
              {name === 'queue' ? <QueueLabel /> : t(`app.drawer.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Suspense>{isOpen && tab === 'gallery' && <GalleryTools />}</Suspense>
        <QueueTools />
        <IconButton
          isSmall
          icon={isOpen ? ChevronDown : ChevronUp}
          label={t(isOpen ? 'app.drawer.hide' : 'app.drawer.show')}
          onClick={() => layout.setState({ isDrawerOpen: !isOpen })}
        />
      </div>
      {(Object.entries(TABS) as [DrawerTab, ComponentType][]).map(([name, Panel]) => (
        <Tabs.Panel key={name} value={name} className={classes['panel'] ?? ''}>
          <Suspense>
            <Panel />
          </Suspense>
        </Tabs.Panel>
      ))}
      {isOpen && (
        <Splitter
          label={t('app.drawer')}
          axis="y"
          isReversed
          value={height}
          {...DRAWER_HEIGHTS}
          onChange={(drawerHeight) => layout.setState({ drawerHeight })}
        />
      )}
    </Tabs.Root>
  );
}
