import { Tooltip } from '@base-ui/react/tooltip';
import { Suspense } from 'react';
import classes from './app.module.css';
import { Canvas } from './canvas/canvas.tsx';
import { Dialogs } from './dialogs/dialogs.tsx';
import { Drawer } from './panels/drawer.tsx';
import { ImportReport } from './panels/import-report/import-report.tsx';
import { LeftPanel } from './panels/left-panel.tsx';
import { Rail } from './panels/rail.tsx';
import { RightPanel } from './panels/right-panel.tsx';
import { StatusBar } from './panels/status/status-bar.tsx';
import { TitleBar } from './panels/title/title-bar.tsx';
import { NodeSearch } from './search/node-search.tsx';
import { useLayout } from './store/layout.ts';
import { useWorkspace } from './store/workspace.ts';
import { lazyPart } from './ui/lazy-part.tsx';
import { Boundary } from './ui/boundary.tsx';
import { Toasts } from './ui/toasts.tsx';

const FormView = lazyPart(async () => (await import('./form/form-view.tsx')).FormView);
const Viewer = lazyPart(async () => (await import('./viewer/viewer.tsx')).Viewer);

/** The window: title bar, rail, left panel, the view, right panel, status bar. */
export function App() {
  const view = useLayout((state) => state.view);
  const tab = useWorkspace(({ active }) => active);
  return (
    <Tooltip.Provider delay={500}>
      <div className={classes['app']}>
        <TitleBar />
        <Rail />
        <main className={classes['work']}>
          <Boundary shown={`${view} ${tab}`}>
            {view === 'graph' && (
              <>
                <LeftPanel />
                <div className={classes['middle']}>
                  <Canvas />
                  <Drawer />
                </div>
                <RightPanel />
              </>
            )}
            <Suspense>
              {view === 'form' && <FormView />}
              {view === 'viewer' && <Viewer />}
            </Suspense>
          </Boundary>
          <ImportReport />
          <Toasts />
        </main>
        <StatusBar />
      </div>
      <NodeSearch />
      <Dialogs />
    </Tooltip.Provider>
  );
}
