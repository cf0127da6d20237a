import type { Point } from '../../../nodes/graph/document/types.ts';
import { useLive, type Connecting, type Target } from '../live.ts';
import { curveThrough } from '../scene/link-curve.ts';
import { inputPoint, outputPoint, type Scene } from '../scene/scene.ts';
import { socketLook } from '../socket-look.ts';
import classes from './links.module.css';

/** The links that are being drawn, and those that were just refused. */
export function DrawnLinks({ scene }: { readonly scene: Scene }) {
  const connecting = useLive((state) => state.connecting);
  const aim = useLive((state) => state.aim);
  const refused = useLive((state) => state.refused);
  if (connecting && aim) {
    const isRefused = aim.refusal !== null;
    const end = (!isRefused && aim.target && pointOf(scene, aim.target)) || aim.point;
    return <Lines scene={scene} connecting={connecting} end={end} isRefused={isRefused} />;
  }
  if (!refused) return null;
  return <Lines scene={scene} connecting={refused.connecting} end={refused.at} isRefused />;
}

interface LinesProps {
  readonly scene: Scene;
  readonly connecting: Connecting;
  readonly end: Point;
  readonly isRefused: boolean;
}

function Lines({ scene, connecting, end, isRefused }: LinesProps) {
  const starts =
    connecting.fixed === 'from'
      ? [outputPoint(scene, connecting.from.node, connecting.from.slot)]
      : connecting.to.map(({ node, input }) => inputPoint(scene, node, input));
  const { color } = socketLook(connecting.type);
  return (
    <svg className={classes['layer']} style={{ zIndex: 2 }} aria-hidden>
      {starts.map((start) => {
        if (!start) return null;
        const { path } = curveThrough(connecting.fixed === 'from' ? [start, end] : [end, start]);
        return (
          <path
            key={start.join()}
            d={path}
            className={classes[isRefused ? 'refused' : 'drawn']}
            style={isRefused ? {} : { stroke: color }}
          />
        );
      })}
      {isRefused && (
        <path d={`M${end[0] - 6} ${end[1] - 6}l12 12m0-12l-12 12`} className={classes['cross']} />
      )}
    </svg>
  );
}

function pointOf(scene: Scene, target: Target): Point | undefined {
  return target.side === 'input'
    ? inputPoint(scene, target.end.node, target.end.input)
    : outputPoint(scene, target.end.node, target.end.slot);
}
