import { Suspense } from 'react';
import { LEFT_WIDTHS, layout, useLayout, type LeftPanel as Name } from '../store/layout.ts';
import { usePanelSizes } from '../store/use-panel-sizes.ts';
import { t } from '../text/text.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Splitter } from '../ui/splitter.tsx';
import classes from './side-panel.module.css';

const PANELS = {
  nodes: lazyPart(async () => (await import('./nodes/nodes-panel.tsx')).NodesPanel),
  models: lazyPart(async () => (await import('./models/models-panel.tsx')).ModelsPanel),
  workflows: lazyPart(async () => (await import('./workflows/workflows-panel.tsx')).WorkflowsPanel),
  gallery: lazyPart(async () => (await import('./gallery/gallery-panel.tsx')).GalleryPanel),
} satisfies Record<Name, unknown>;

export function LeftPanel() {
  const left = useLayout((state) => state.left);
  const { leftWidth: width } = usePanelSizes();
  if (left === null) return null;
  const Panel = PANELS[left];
  const label = t(`app.panel.${left}`);
  return (
    <aside data-part="left" className={classes['left']} style={{ width }} aria-label={label}>
      <Suspense>
        <Panel />
      </Suspense>
      <Splitter
        label={label}
        axis="x"
        value={width}
        {...LEFT_WIDTHS}
        onChange={(leftWidth) => layout.setState({ leftWidth })}
      />
    </aside>
  );
}
