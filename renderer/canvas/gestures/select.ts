/** Selecting by the pointer. */
import type { Point } from '../../../nodes/graph/document/types.ts';
import { NOTHING, selectionOf, type Selection } from '../../store/selection.ts';
import { activeTab, select } from '../../store/workspace.ts';
import { currentScene } from '../current.ts';
import { live } from '../live.ts';
import { inBox } from '../scene/items.ts';
import { between } from '../scene/rect.ts';
import type { Follower } from './follow.ts';

type Kind = keyof Selection;

export function isSelected(kind: Kind, id: string): boolean {
  return activeTab()?.selection[kind].has(id) ?? false;
}

/** @param isAdded what is selected stays so */
export function selectOne(kind: Kind, id: string, isAdded: boolean): void {
  const before = isAdded ? (activeTab()?.selection ?? NOTHING) : NOTHING;
  select({ ...before, [kind]: new Set([...before[kind], id]) });
}

export function unselect(kind: Kind, id: string): void {
  const before = activeTab()?.selection ?? NOTHING;
  select({ ...before, [kind]: new Set([...before[kind]].filter((other) => other !== id)) });
}

export function selectNothing(): void {
  const { nodes, links, reroutes, groups } = activeTab()?.selection ?? NOTHING;
  if (nodes.size + links.size + reroutes.size + groups.size > 0) select(NOTHING);
}

/** A box from where the pointer went down. */
export function boxing(start: Point, isAdded: boolean): Follower {
  const before = isAdded ? (activeTab()?.selection ?? NOTHING) : NOTHING;
  return {
    move: ({ point }) => live.setState({ box: between(start, point) }),
    end({ point }, moved) {
      live.setState({ box: null });
      const scene = currentScene();
      if (!scene || !moved) return;
      const found = inBox(scene, between(start, point));
      select(
        selectionOf({
          nodes: [...before.nodes, ...found.nodes],
          links: before.links,
          reroutes: [...before.reroutes, ...found.reroutes],
          groups: [...before.groups, ...found.groups],
        }),
      );
    },
    cancel: () => live.setState({ box: null }),
  };
}
