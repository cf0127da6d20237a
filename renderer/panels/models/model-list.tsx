import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import type { ModelFile } from '../../../electron/protocol/studio-models.ts';
import { t } from '../../text/text.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { addToGraph, deleteWithUndo, isUsable, modelMenu } from './model-commands.ts';
import { ModelItem } from './model-item.tsx';
import type { ModelRow } from './model-rows.ts';
import classes from './models-panel.module.css';

const GROUP_HEIGHT = 28;
const MODEL_HEIGHT = 40;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
  Home: -Infinity,
  End: Infinity,
};

const OWN_KEYS = new Set(['Enter', ' ', 'Delete', 'Backspace']);

/** Models under the names of their groups; only those in view are drawn. */
export function ModelList({ rows }: { readonly rows: readonly ModelRow[] }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP_HEIGHT : MODEL_HEIGHT),
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 8,
  });
  const models = rows.flatMap((row) => (row.kind === 'model' ? [row.model] : []));
  const at = models.findIndex((model) => model.path === current);
  const chosen = models[at];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = models[Math.min(models.length - 1, Math.max(0, at + step))];
      if (!next) return;
      setCurrent(next.path);
      virtualizer.scrollToIndex(rows.findIndex((row) => keyOf(row) === next.path));
    } else if (event.ctrlKey || event.metaKey || event.altKey || !OWN_KEYS.has(event.key)) return;
    else if (chosen && event.key === 'Enter') addToGraph(chosen);
    else if (chosen && event.key !== ' ') {
      void deleteWithUndo(chosen);
      const next = chosen.bundled ? chosen : (models[at + 1] ?? models[at - 1]);
      setCurrent(next?.path ?? null);
    }
    // Also what does nothing here must not reach the graph, whose selection Delete would take.
    event.preventDefault();
  };

  return (
    <ContextMenu entries={() => (chosen ? modelMenu(chosen) : [])}>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={t('models.list')}
        aria-activedescendant={chosen ? `${id}-${at}` : undefined}
        className={classes['list']}
        onKeyDown={onKeyDown}
      >
        <div
          role="presentation"
          className={classes['extent']}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            const style = { transform: `translateY(${start}px)` };
            if (row?.kind === 'group') {
              return (
                <div key={key} role="presentation" className={classes['group']} style={style}>
                  {t(`models.group.${row.group}`)}
                  <span className={classes['count']}>{row.count}</span>
                </div>
              );
            }
            if (!row) return null;
            const { model } = row;
            const place = models.indexOf(model);
            return (
              <ModelItem
                key={key}
                id={`${id}-${place}`}
                model={model}
                place={place + 1}
                total={models.length}
                isCurrent={model === chosen}
                isUsable={isUsable(model)}
                style={style}
                onPick={(picked: ModelFile) => setCurrent(picked.path)}
                onOpen={addToGraph}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

function keyOf(row: ModelRow | undefined): string {
  return row?.kind === 'model' ? row.model.path : (row?.group ?? '');
}
