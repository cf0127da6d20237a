import { Plus } from 'lucide-react';
import { renameSlot, unexpose } from '../../../nodes/graph/document/exposed.ts';
import { SUBGRAPH_INPUT } from '../../../nodes/graph/document/types.ts';
import { activeTab, editGraph, openSubgraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { startRenaming, stopRenaming, useLive } from '../live.ts';
import { iconOf } from '../scene/look.ts';
import { nameId, type NodeFacts } from './flow-node.ts';
import classes from './node.module.css';
import { RenameField } from './rename-field.tsx';
import { SocketButton } from './socket-button.tsx';

/** What a subgraph takes from outside, or gives: one row a slot, and a place to drop a link that makes another. */
export function BoundaryView({ facts }: { readonly facts: NodeFacts }) {
  const { node, title, layout, names } = facts;
  const isInput = node.id === SUBGRAPH_INPUT;
  const Icon = iconOf(node.id, undefined, false);
  const slots = isInput ? node.outputs : node.inputs;
  const detail = useLive((state) => state.detail);
  return (
    <div
      data-node={node.id}
      className={[classes['node'], classes['boundary'], detail !== 'full' && classes['block']]
        .filter(Boolean)
        .join(' ')}
      style={{ minHeight: layout.height }}
    >
      <header className={classes['header']}>
        <span className={classes['icon']}>
          <Icon size={14} strokeWidth={1.5} aria-hidden />
        </span>
        <span id={nameId(node.id)} className={classes['title']}>
          {title}
        </span>
      </header>
      {slots.map(({ type }, slot) => (
        <Slot
          // oxlint-disable-next-line react/no-array-index-key
          key={slot}
          node={node.id}
          slot={slot}
          type={type}
          name={names?.[slot] ?? type}
          isInput={isInput}
        />
      ))}
      <span className={classes['newSlot']} style={{ top: 28 + slots.length * 20 }}>
        <Plus size={12} aria-hidden /> {t('canvas.boundary.new')}
      </span>
    </div>
  );
}

interface SlotProps {
  readonly node: string;
  readonly slot: number;
  readonly name: string;
  readonly type: string;
  readonly isInput: boolean;
}

function Slot({ node, slot, name, type, isInput }: SlotProps) {
  const kind = isInput ? 'input' : 'output';
  const id = String(slot);
  const isRenaming = useLive(({ renaming }) => renaming?.kind === kind && renaming.id === id);
  const side = isInput ? 'inputs' : 'outputs';
  const rename = () => startRenaming({ kind, id });
  const change = (name: string | null) => {
    stopRenaming();
    const tab = activeTab();
    const open = tab && openSubgraph(tab);
    if (open === null || name === null) return;
    editGraph(t('canvas.edit.rename'), (_graph, document) => {
      renameSlot(document, open, side, slot, name);
    });
  };
  const remove = () => {
    const tab = activeTab();
    const open = tab && openSubgraph(tab);
    if (open === null) return;
    editGraph(t('canvas.edit.removeSlot'), (_graph, document) =>
      unexpose(document, open, side, slot),
    );
  };
  const y = 28 + (slot + 0.5) * 20;
  return (
    <>
      <SocketButton
        node={node}
        side={isInput ? 'output' : 'input'}
        socket={id}
        name={name}
        type={type}
        from={null}
        y={y}
      />
      <ContextMenu
        entries={() => [
          { label: t('canvas.menu.rename'), run: rename },
          { label: t('canvas.menu.removeSlot'), run: remove },
        ]}
      >
        <span
          className={classes[isInput ? 'output' : 'input']}
          style={{ top: y - 10 }}
          onDoubleClick={rename}
        >
          {isRenaming ? (
            <RenameField label={t('canvas.boundary.slot')} value={name} onEnd={change} />
          ) : (
            name
          )}
        </span>
      </ContextMenu>
    </>
  );
}
