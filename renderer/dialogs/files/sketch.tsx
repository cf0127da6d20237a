import type { WorkflowDocument } from '../../../nodes/graph/document/types.ts';
import { t } from '../../text/text.ts';
import classes from './files.module.css';

const MOST = 300;

/** A small drawing of a workflow: a block for each node. */
export function Sketch({
  name,
  document,
}: {
  readonly name: string;
  readonly document: WorkflowDocument;
}) {
  const nodes = Object.values(document.root.nodes).slice(0, MOST);
  const left = Math.min(...nodes.map(({ position }) => position[0]));
  const top = Math.min(...nodes.map(({ position }) => position[1]));
  const right = Math.max(...nodes.map(({ position, size }) => position[0] + size[0]));
  const bottom = Math.max(...nodes.map(({ position, size }) => position[1] + size[1]));
  const margin = Math.max(right - left, bottom - top) * 0.06;
  const box = nodes.length === 0 ? '0 0 1 1' : boxOf(left, top, right, bottom, margin);
  return (
    <svg
      className={classes['sketch']}
      viewBox={box}
      role="img"
      aria-label={t('recovery.sketch', { name })}
    >
      {nodes.map(({ id, type, position: [x, y], size: [width, height] }) => (
        <rect
          key={id}
          className={type.startsWith('TACA') ? classes['taca'] : undefined}
          x={x}
          y={y}
          width={width}
          height={Math.max(28, height)}
          rx={8}
        />
      ))}
    </svg>
  );
}

function boxOf(left: number, top: number, right: number, bottom: number, margin: number): string {
  const size = [right - left + 2 * margin, bottom - top + 2 * margin];
  return [left - margin, top - margin, ...size].join(' ');
}
