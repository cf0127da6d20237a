import type { CSSProperties } from 'react';
import { pathOf } from '../../../nodes/graph/document/reroutes.ts';
import { useTab } from '../../store/workspace.ts';
import type { Scene } from '../scene/scene.ts';
import { socketLook } from '../socket-look.ts';
import classes from './links.module.css';

/** The points that links run through. */
export function Reroutes({ scene }: { readonly scene: Scene }) {
  const { graph } = scene;
  const selected = useTab((tab) => tab.selection.reroutes);
  if (Object.keys(graph.reroutes).length === 0) return null;
  const types = new Map<string, string>();
  for (const link of Object.values(graph.links)) {
    if (link.via === null) continue;
    for (const { id } of pathOf(graph, link)) types.set(id, link.type);
  }
  return Object.values(graph.reroutes).map(({ id, position: [x, y] }) => (
    <div
      key={id}
      className={`${classes['reroute']} nopan`}
      data-reroute={id}
      data-selected={selected?.has(id) || undefined}
      style={
        {
          left: x,
          top: y,
          '--type': socketLook(types.get(id) ?? '*').color,
        } as CSSProperties
      }
    />
  ));
}
