import { useDeferredValue } from 'react';
import { isWidgetInput } from '../../../nodes/graph/node-class.ts';
import { useNodeRun } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { NodeSchedule, WidgetField } from '../../widgets/index.ts';
import { isTaca } from '../scene/look.ts';
import type { NodeFacts } from './flow-node.ts';
import classes from './node.module.css';
import { NodeError } from './run/node-error.tsx';
import { NodeResult } from './run/node-result.tsx';
import { SocketButton } from './socket-button.tsx';

/** Sockets, widgets and what the node made, at the places that the layout gives. */
export function NodeBody({ facts }: { readonly facts: NodeFacts }) {
  const { node, nodeClass, layout, plugs, used, title } = facts;
  const { id, isCollapsed } = node;
  const widgets = new Map((nodeClass?.inputs ?? []).filter(isWidgetInput).map((w) => [w.name, w]));
  const types = new Map(node.inputs.map(({ name, type }) => [name, type]));
  // A node's widgets come a frame after its frame: both at once are too much for one.
  const isReady = useDeferredValue(true, false);
  const run = useNodeRun(id);
  const wrong = run.problem?.input ?? null;
  const awaits =
    nodeClass?.isOutput === true &&
    run.files.length === 0 &&
    run.status !== 'waiting' &&
    run.status !== 'running' &&
    nodeClass.inputs.some(({ type }) => type === 'IMAGE');
  const room = layout.height - layout.contentEnd - 12;
  return (
    <>
      {layout.inputs.map(({ name, y }) => (
        <SocketButton
          key={`in ${name}`}
          node={id}
          side="input"
          socket={name}
          name={name}
          type={types.get(name) ?? widgets.get(name)?.type ?? '*'}
          from={plugs.get(name)?.from ?? null}
          y={y}
          isQuiet={widgets.has(name)}
        />
      ))}
      {node.outputs.map(({ name, type }, slot) => (
        <SocketButton
          // oxlint-disable-next-line react/no-array-index-key
          key={`out ${slot}`}
          node={id}
          side="output"
          socket={String(slot)}
          name={name}
          type={type}
          from={used.has(slot) ? '' : null}
          y={layout.outputs[slot]?.y ?? 0}
        />
      ))}
      {!isCollapsed && (
        <>
          {layout.inputs.map(({ name, y }) =>
            widgets.has(name) ? null : (
              <span
                key={name}
                className={classes['input']}
                style={{ top: y - 10 }}
                data-wrong={wrong === name || undefined}
              >
                {name}
              </span>
            ),
          )}
          {layout.outputs.map(({ slot, y }) => (
            <span key={slot} className={classes['output']} style={{ top: y - 10 }}>
              {node.outputs[slot]?.name}
            </span>
          ))}
          {isReady &&
            layout.widgets.map(({ name, y, height }) => {
              const input = widgets.get(name);
              return (
                input && (
                  <div
                    key={name}
                    className={classes['widget']}
                    style={{ top: y, height }}
                    data-widget={name}
                  >
                    <WidgetField nodeId={id} input={input} variant="node" />
                  </div>
                )
              );
            })}
          <div className={classes['content']} style={{ marginTop: layout.contentEnd - 28 }}>
            {isTaca(nodeClass) && <NodeSchedule nodeId={id} width={layout.width} />}
            <NodeResult nodeId={id} title={title} isOutput={nodeClass?.isOutput ?? false} />
            {awaits && room > 40 && (
              <p className={classes['awaiting']} style={{ height: room }}>
                {t('canvas.node.awaiting')}
              </p>
            )}
            <NodeError nodeId={id} />
          </div>
        </>
      )}
    </>
  );
}
