import { LEFT_WIDTHS, layout, useLayout, type LeftPanel as Name } from '../store/layout.ts';
import { t } from '../text/text.ts';
import { Splitter } from '../ui/splitter.tsx';
import { GalleryPanel } from './gallery/gallery-panel.tsx';
import { ModelsPanel } from './models/models-panel.tsx';
import { NodesPanel } from './nodes/nodes-panel.tsx';
import classes from './side-panel.module.css';
import { WorkflowsPanel } from './workflows/workflows-panel.tsx';

const PANELS = {
  nodes: NodesPanel,
  models: ModelsPanel,
  workflows: WorkflowsPanel,
  gallery: GalleryPanel,
} satisfies Record<Name, unknown>;

export function LeftPanel() {
  const left = useLayout((state) => state.left);
  const width = useLayout((state) => state.leftWidth);
  if (left === null) return null;
  const Panel = PANELS[left];
  const label = t(`app.panel.${left}`);
  return (
    <aside data-part="left" className={classes['left']} style={{ width }} aria-label={label}>
      <Panel />
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
