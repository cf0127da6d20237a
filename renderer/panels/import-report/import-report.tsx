import { X } from 'lucide-react';
import { pathTo } from '../../../nodes/graph/import/places.ts';
import { keptAsIs, type ImportNote } from '../../../nodes/graph/import/import-report.ts';
import { showNode } from '../../actions/show-node.ts';
import { hideReport, useReports } from '../../files/review-import.ts';
import { useCatalog } from '../../store/catalog.ts';
import { activateTab, activeTab, useWorkspace, type Tab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './import-report.module.css';
import { sentenceOf } from './sentence.ts';

const MOST = 200;

/** A sheet beside the graph: what was taken over, changed, and kept as it is. */
export function ImportReport() {
  const shown = useReports((state) => state.shown);
  const report = useReports(({ byTab, shown }) => (shown === null ? undefined : byTab[shown]));
  const tab = useWorkspace(({ tabs }) => tabs.find(({ id }) => id === shown));
  const isActive = useWorkspace(({ active }) => active === shown);
  const known = useCatalog((state) => state.classes);
  if (!report || !tab || !isActive) return null;
  const { nodes, links, changed } = report;
  const kept = keptAsIs(tab.document, known);
  return (
    <aside className={classes['sheet']} aria-label={t('report.title')}>
      <header className={classes['header']}>
        <h2>{t('report.title')}</h2>
        <IconButton icon={X} label={t('report.close')} onClick={hideReport} />
      </header>
      <div className={classes['body']}>
        <section>
          <h3>{t('report.imported')}</h3>
          <p>{`${t('report.nodes', { count: nodes })}, ${t('report.links', { count: links })}`}</p>
          {changed.length + kept.length === 0 && <p>{t('report.nothing')}</p>}
        </section>
        <Notes title={t('report.changed')} notes={changed} tab={tab} />
        <Notes title={t('report.kept')} notes={kept} tab={tab} />
      </div>
    </aside>
  );
}

interface NotesProps {
  readonly title: string;
  readonly notes: readonly ImportNote[];
  readonly tab: Tab;
}

function Notes({ title, notes, tab }: NotesProps) {
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {notes.slice(0, MOST).map((note, i) => (
          <li key={i}>
            <Row note={note} tab={tab} />
          </li>
        ))}
      </ul>
      {notes.length > MOST && <p>{t('report.more', { count: notes.length - MOST })}</p>}
    </section>
  );
}

/** With a place in the graph it leads there. */
function Row({ note, tab }: { readonly note: ImportNote; readonly tab: Tab }) {
  const { place } = note;
  const path = place && pathTo(tab.document, place.subgraph);
  if (!place || !path) return <p>{sentenceOf(note)}</p>;
  const show = () => {
    if (activeTab()?.id !== tab.id) activateTab(tab.id);
    showNode(place.node, path);
  };
  return (
    <button type="button" onClick={show}>
      {sentenceOf(note)}
    </button>
  );
}
