import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { NodeClass } from '../../../nodes/graph/node-class.ts';
import { categories } from '../../search/categories.ts';
import { rankClasses } from '../../search/rank-classes.ts';
import { loadCatalog, useCatalog } from '../../store/catalog.ts';
import { useFavourites } from '../../store/favourites.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { LibraryItem } from './library-item.tsx';
import classes from './nodes-panel.module.css';

/** The library: every node that the server has, by category, with favourites and search. */
export function NodesPanel() {
  const known = useCatalog((state) => state.classes);
  const status = useCatalog((state) => state.status);
  const { marked, recent } = useFavourites();
  const [query, setQuery] = useState('');
  const all = useMemo(() => Object.values(known).filter((c) => !c.isDeprecated), [known]);
  const sections = useMemo(() => categories(all), [all]);
  const found = useMemo(
    () => (query.trim() === '' ? null : rankClasses(Object.values(known), { query, recent })),
    [known, query, recent],
  );
  const favourites = marked.flatMap((id) => known[id] ?? []);
  return (
    <>
      <h2 className={classes['title']}>{t('app.panel.nodes')}</h2>
      <SearchField label={t('search.nodes')} keys="Space" value={query} onChange={setQuery} />
      <div className={classes['list']}>
        {status === 'failed' && (
          <div className={classes['note']} role="alert">
            {t('search.failed')}
            <Button isSmall onClick={() => void loadCatalog()}>
              {t('search.retry')}
            </Button>
          </div>
        )}
        {found?.length === 0 && <p className={classes['note']}>{t('search.none')}</p>}
        {found ? (
          <ul>{found.map(itemOf)}</ul>
        ) : (
          <>
            {favourites.length > 0 && (
              <Section name={t('search.favourites')} nodes={favourites} isOpenAtFirst />
            )}
            {sections.map(({ name, classes: nodes }, i) => (
              <Section key={name} name={name} nodes={nodes} isOpenAtFirst={i < OPEN_AT_FIRST} />
            ))}
          </>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {found ? t('search.found', { count: found.length }) : ''}
      </p>
    </>
  );
}

const OPEN_AT_FIRST = 4;

function itemOf(nodeClass: NodeClass): ReactNode {
  return <LibraryItem key={nodeClass.id} nodeClass={nodeClass} />;
}

interface SectionProps {
  readonly name: string;
  readonly nodes: readonly NodeClass[];
  readonly isOpenAtFirst: boolean;
}

function Section({ name, nodes, isOpenAtFirst }: SectionProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section>
      <button
        type="button"
        className={classes['section']}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={12} aria-hidden />
        {name}
        {!isOpen && <span className={classes['count']}>{nodes.length}</span>}
      </button>
      {isOpen && <ul>{nodes.map(itemOf)}</ul>}
    </section>
  );
}
