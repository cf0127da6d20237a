/** After a workflow was opened: what is missing is asked about, one dialog after the other, then the report shows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { missingClasses, missingModels } from '../../nodes/graph/import/missing.ts';
import { keptAsIs, type ImportReport } from '../../nodes/graph/import/import-report.ts';
import { catalog } from '../store/catalog.ts';
import { closeDialog, showDialog } from '../store/dialogs.ts';
import { workspace, type Tab } from '../store/workspace.ts';

interface Reports {
  readonly byTab: { readonly [tab: string]: ImportReport };
  /** The tab whose report shows. */
  readonly shown: string | null;
}

export const reports = createStore<Reports>(() => ({ byTab: {}, shown: null }));

export function useReports<T>(select: (state: Reports) => T): T {
  return useStore(reports, select);
}

export function reviewImport(tab: string, report: ImportReport): void {
  const found = tabOf(tab);
  if (!found) return;
  const { classes } = catalog.getState();
  if (report.changed.length + keptAsIs(found.document, classes).length === 0) return;
  reports.setState(({ byTab }) => ({ byTab: { ...byTab, [tab]: report } }));
  if (missingClasses(found.document, classes).length > 0) showDialog('missing-nodes', { tab });
  else reviewModels(tab);
}

/** The step after the missing nodes. */
export function reviewModels(tab: string): void {
  closeDialog();
  const found = tabOf(tab);
  if (!found) return;
  const { classes } = catalog.getState();
  if (missingModels(found.document, classes).length > 0) showDialog('missing-models', { tab });
  else showReport(tab);
}

export function showReport(tab: string): void {
  closeDialog();
  reports.setState({ shown: tab });
}

export function hideReport(): void {
  reports.setState({ shown: null });
}

function tabOf(id: string): Tab | undefined {
  return workspace.getState().tabs.find((tab) => tab.id === id);
}
