import { useCallback, useMemo } from 'react';
import { setControl, setValue } from '../../nodes/graph/document/edits.ts';
import { sameJson } from '../../nodes/graph/document/same-json.ts';
import type { SeedControl } from '../../nodes/graph/document/types.ts';
import type { Json } from '../../nodes/graph/json.ts';
import { defaultValue, type WidgetInfo } from '../../nodes/graph/node-class.ts';
import { editGraph, openGraph, useTab, type Tab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { labelOf } from './label.ts';
import { linkInto, originOf } from './linked.ts';

export interface WidgetState {
  readonly value: Json;
  readonly isMixed: boolean;
  readonly control: SeedControl | null;
  /** "from X", where something is linked to it. */
  readonly origin: string | null;
  readonly set: (value: Json) => void;
  readonly setControl: (control: SeedControl) => void;
  readonly reset: () => void;
  readonly unlink: () => void;
}

/** The value of an input of one node, or of several that share it. */
export function useWidget(nodeIds: readonly string[], input: WidgetInfo): WidgetState {
  const { name } = input;
  const usual = defaultValue(input);
  const [first = ''] = nodeIds;
  const valueIn = (tab: Tab, id: string) => openGraph(tab).nodes[id]?.values[name] ?? usual;
  const value = useTab((tab) => valueIn(tab, first)) ?? usual;
  const isMixed = useTab((tab) => nodeIds.some((id) => !sameJson(valueIn(tab, id), value)));
  const control = useTab((tab) => openGraph(tab).nodes[first]?.controls[name] ?? null);
  const origin = useTab((tab) => {
    const graph = openGraph(tab);
    const link = linkInto(graph, first, name);
    return link ? originOf(graph, link) : null;
  });
  const key = nodeIds.join(' ');
  const set = useCallback(
    (changed: Json) => {
      const ids = key.split(' ');
      editGraph(
        t('widget.edit', { input: labelOf(name) }),
        (graph) => ids.forEach((id) => setValue(graph, id, name, changed)),
        { group: `widget ${key} ${name}` },
      );
    },
    [key, name],
  );
  return useMemo(
    () => ({
      value,
      isMixed: isMixed ?? false,
      control: 'hasControl' in input && input.hasControl ? (control ?? 'fixed') : null,
      origin,
      set,
      setControl: (next) =>
        editGraph(t('widget.edit', { input: labelOf(name) }), (graph) =>
          key.split(' ').forEach((id) => setControl(graph, id, name, next)),
        ),
      reset: () => set(defaultValue(input)),
      unlink: () =>
        editGraph(t('widget.unlink'), (graph) => {
          const link = linkInto(graph, first, name);
          if (link) delete graph.links[link.id];
        }),
    }),
    [value, isMixed, control, origin, set, name, key, input, first],
  );
}
