import { useStore } from '@xyflow/react';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { connect } from '../../../nodes/graph/document/connect.ts';
import { addNode } from '../../../nodes/graph/document/edits.ts';
import { classOf } from '../../store/catalog.ts';
import { editGraph } from '../../store/workspace.ts';
import { fittingSlot } from '../../search/fitting-slot.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { live, useLive, type Refused } from '../live.ts';
import { inputName, titleIn } from '../node/title.ts';
import { refusalText } from '../refusal-text.ts';
import type { Scene } from '../scene/scene.ts';
import classes from './tips.module.css';

const SHOWN_MS = 6000;

/** What is said at the pointer: both ends of a link, and why one is refused. In graph coordinates. */
export function LinkTips({ scene }: { readonly scene: Scene }) {
  const zoom = useStore(({ transform }) => transform[2]);
  const hovered = useLive((state) => state.hoveredLink);
  const aim = useLive((state) => state.aim);
  const refused = useLive((state) => state.refused);
  if (aim?.refusal) {
    return (
      <div
        className={classes['tip']}
        data-refused=""
        style={placeAt(aim.point, zoom)}
        role="status"
      >
        {refusalText(aim.refusal)}
      </div>
    );
  }
  if (refused) return <RefusedTip refused={refused} zoom={zoom} />;
  const link = hovered && !aim ? scene.graph.links[hovered.id] : undefined;
  if (!hovered || !link) return null;
  const [from, to] = [scene.nodes[link.from.node], scene.nodes[link.to.node]];
  if (!from || !to) return null;
  const output = from.outputs[link.from.slot]?.name ?? '';
  const input = inputName(scene, to.id, link.to.input);
  return (
    <div className={classes['tip']} style={placeAt(hovered.at, zoom)} aria-hidden>
      {t('canvas.link.ends', {
        from: `${titleIn(scene, from)} · ${output}`,
        to: `${titleIn(scene, to)} · ${input}`,
      })}
    </div>
  );
}

function RefusedTip({ refused, zoom }: { readonly refused: Refused; readonly zoom: number }) {
  const dismiss = () => live.setState({ refused: null });
  useEffect(() => {
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [refused]);
  const converter = refused.refusal.code === 'type' ? refused.refusal.converter : null;
  const between = converter === null ? undefined : classOf(converter);
  return (
    <div
      className={`${classes['tip']} nopan`}
      data-refused=""
      data-canvas-part=""
      style={placeAt(refused.at, zoom)}
      role="status"
    >
      {refusalText(refused.refusal)}
      {between && (
        <Button
          isSmall
          onClick={() => {
            insert(refused);
            dismiss();
          }}
        >
          {t('canvas.insert', { node: between.title })}
        </Button>
      )}
      <IconButton icon={X} isSmall label={t('canvas.dismiss')} onClick={dismiss} />
    </div>
  );
}

/** Puts the node that turns one type into the other between both ends. */
function insert({ at, refusal, connecting, target }: Refused): void {
  const nodeClass =
    refusal.code === 'type' && refusal.converter !== null ? classOf(refusal.converter) : undefined;
  if (!nodeClass || refusal.code !== 'type') return;
  const from =
    connecting.fixed === 'from' ? connecting.from : target.side === 'output' ? target.end : null;
  const to =
    target.side === 'input' ? target.end : connecting.fixed === 'to' ? connecting.to[0] : null;
  const input = fittingSlot(nodeClass, { side: 'output', type: refusal.given });
  const output = fittingSlot(nodeClass, { side: 'input', type: refusal.wanted });
  if (!from || !to || input?.slot.side !== 'input' || output?.slot.side !== 'output') return;
  const [inSlot, outSlot] = [input.slot.input, output.slot.slot];
  editGraph(t('canvas.insert', { node: nodeClass.title }), (graph) => {
    const id = addNode(graph, nodeClass, [Math.round(at[0] - 280), Math.round(at[1] + 40)]);
    connect(graph, from, { node: id, input: inSlot });
    connect(graph, { node: id, slot: outSlot }, to);
  });
}

function placeAt([x, y]: readonly [number, number], zoom: number) {
  return { left: x, top: y, transform: `scale(${1 / zoom}) translate(14px, 14px)` };
}
