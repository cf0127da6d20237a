import { TriangleAlert } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { ModelFile } from '../../../electron/protocol/studio-models.ts';
import { MODEL_MIME } from '../../actions/add-model.ts';
import { shownBytes } from '../../text/units.ts';
import { describe, detailOf } from './model-rows.ts';
import classes from './models-panel.module.css';

export interface ModelItemProps {
  readonly id: string;
  readonly model: ModelFile;
  readonly place: number;
  readonly total: number;
  readonly isCurrent: boolean;
  readonly isUsable: boolean;
  readonly style: CSSProperties;
  readonly onPick: (model: ModelFile) => void;
  readonly onOpen: (model: ModelFile) => void;
}

/** Dragged to the canvas, or added by a double click; one that cannot be used says why. */
export function ModelItem(props: ModelItemProps) {
  const { id, model, place, total, isCurrent, isUsable, style, onPick, onOpen } = props;
  const { facts, name, folder } = model;
  const problem = facts?.problem ?? null;
  const names = [classes['model'], isCurrent && classes['current'], problem && classes['greyed']];
  return (
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      aria-disabled={problem !== null}
      aria-posinset={place}
      aria-setsize={total}
      className={names.filter(Boolean).join(' ')}
      style={style}
      title={describe(model)}
      draggable={isUsable}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(MODEL_MIME, JSON.stringify({ folder, name }));
        dataTransfer.effectAllowed = 'copy';
      }}
      onPointerDown={() => onPick(model)}
      onDoubleClick={() => onOpen(model)}
    >
      <span className={classes['name']}>{withoutExtension(name)}</span>
      {problem ? (
        <span className={classes['problem']}>
          <TriangleAlert size={12} aria-hidden />
          <span className={classes['detail']}>{problem.message}</span>
        </span>
      ) : (
        <span className={classes['facts']}>
          <span className={classes['detail']}>{detailOf(model)}</span>
          {facts && <span className={classes['size']}>{shownBytes(facts.size)}</span>}
        </span>
      )}
    </div>
  );
}

function withoutExtension(name: string): string {
  return name.replace(/\.safetensors$/, '');
}
