import { layout, RIGHT_WIDTHS } from '../store/layout.ts';
import { usePanelSizes } from '../store/use-panel-sizes.ts';
import { t } from '../text/text.ts';
import { Splitter } from '../ui/splitter.tsx';
import { InspectorPanel } from './inspector/inspector-panel.tsx';
import { ResultPanel } from './result/result-panel.tsx';
import classes from './side-panel.module.css';

/** The result above, what is selected below. */
export function RightPanel() {
  const { rightWidth: width } = usePanelSizes();
  return (
    <aside
      data-part="right"
      className={classes['right']}
      style={{ width }}
      aria-label={t('app.right')}
    >
      <ResultPanel />
      <InspectorPanel />
      <div className={classes['leftEdge']}>
        <Splitter
          label={t('app.right')}
          axis="x"
          isReversed
          value={width}
          {...RIGHT_WIDTHS}
          onChange={(rightWidth) => layout.setState({ rightWidth })}
        />
      </div>
    </aside>
  );
}
