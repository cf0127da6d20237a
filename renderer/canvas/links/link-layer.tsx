import { memo } from 'react';
import type { Link } from '../../../nodes/graph/document/types.ts';
import { useNodeRun } from '../../store/run/runs.ts';
import { useTab } from '../../store/workspace.ts';
import { useLive } from '../live.ts';
import { curveOf, pointOn, type Curve } from '../scene/link-curve.ts';
import type { Scene } from '../scene/scene.ts';
import { socketLook } from '../socket-look.ts';
import classes from './links.module.css';

export interface LinkLayerProps {
  readonly scene: Scene;
  readonly links: readonly Link[];
}

/** Links as SVG, below the nodes. */
export function LinkLayer({ scene, links }: LinkLayerProps) {
  const removed = useLive(({ connecting }) => connecting?.removed);
  const hidden = new Set(removed);
  return (
    <svg className={classes['layer']} aria-hidden>
      {links.map((link) => {
        const curve = hidden.has(link.id) ? null : curveOf(scene, link);
        const target = scene.nodes[link.to.node];
        const source = scene.nodes[link.from.node];
        const isBypassed = source?.mode === 'bypass' || target?.mode === 'bypass';
        return (
          curve && <LinkLine key={link.id} link={link} curve={curve} isThroughBypass={isBypassed} />
        );
      })}
    </svg>
  );
}

interface LinkLineProps {
  readonly link: Link;
  readonly curve: Curve;
  readonly isThroughBypass: boolean;
}

const LinkLine = memo(function LinkLine({ link, curve, isThroughBypass }: LinkLineProps) {
  const { id } = link;
  const isSelected = useTab((tab) => tab.selection.links.has(id)) ?? false;
  const isHovered = useLive(({ hoveredLink }) => hoveredLink?.id === id);
  const isInsert = useLive(({ insertInto }) => insertInto === id);
  const isCarrying = useNodeRun(link.to.node).status === 'running';
  const { color } = socketLook(link.type);
  const look = [
    classes['line'],
    (isHovered || isInsert) && classes['hovered'],
    isThroughBypass && classes['dimmed'],
    isCarrying && classes['carrying'],
  ];
  return (
    <g data-link={id}>
      <path d={curve.path} className={classes['casing']} />
      {(isSelected || isInsert) && <path d={curve.path} className={classes['selected']} />}
      <path d={curve.path} className={look.filter(Boolean).join(' ')} style={{ stroke: color }} />
      {isThroughBypass && <BypassSign curve={curve} color={color} />}
    </g>
  );
});

function BypassSign({ curve, color }: { readonly curve: Curve; readonly color: string }) {
  const middle = curve.segments[Math.floor(curve.segments.length / 2)];
  if (!middle) return null;
  const [x, y] = pointOn(middle, 0.5);
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x={-14} y={-7} width={28} height={14} rx={7} className={classes['sign']} />
      <path d="M-7 0h14" className={classes['line']} style={{ stroke: color }} />
    </g>
  );
}
