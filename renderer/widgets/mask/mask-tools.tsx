import {
  Contrast,
  Maximize,
  PaintBucket,
  Redo2,
  Trash2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { Widget } from '../widget.ts';
import { NumberWidget } from '../number/number-widget.tsx';
import classes from './mask.module.css';
import type { Brush } from './paint.ts';
import type { Painter } from './painter.ts';

export interface MaskToolsProps {
  readonly brush: Brush;
  readonly painter: Painter | null;
  readonly onBrush: (brush: Brush) => void;
}

const ZOOM = 1.25;

/** Brush and what is done to the whole mask. */
export function MaskTools({ brush, painter, onBrush }: MaskToolsProps) {
  return (
    <div className={classes['tools']}>
      <Segmented
        label={t('mask.brush')}
        options={[
          { value: 'brush', label: t('mask.brush') },
          { value: 'erase', label: t('mask.erase') },
        ]}
        value={brush.isEraser ? 'erase' : 'brush'}
        onChange={(tool) => onBrush({ ...brush, isEraser: tool === 'erase' })}
      />
      <Amount
        name="size"
        value={brush.diameter}
        max={512}
        onChange={(diameter) => onBrush({ ...brush, diameter })}
      />
      <Amount
        name="hardness"
        value={Math.round(brush.hardness * 100)}
        max={100}
        onChange={(value) => onBrush({ ...brush, hardness: value / 100 })}
      />
      <Amount
        name="opacity"
        value={Math.round(brush.opacity * 100)}
        max={100}
        onChange={(value) => onBrush({ ...brush, opacity: value / 100 })}
      />
      <span className={classes['space']} />
      <IconButton
        icon={Undo2}
        label={t('mask.undo')}
        keys="mod+Z"
        disabled={!painter?.canUndo}
        onClick={() => painter?.undo()}
      />
      <IconButton
        icon={Redo2}
        label={t('mask.redo')}
        keys="mod+Y"
        disabled={!painter?.canRedo}
        onClick={() => painter?.redo()}
      />
      <IconButton
        icon={ZoomOut}
        label={t('mask.zoomOut')}
        keys="-"
        onClick={() => painter?.zoom(1 / ZOOM)}
      />
      <IconButton
        icon={ZoomIn}
        label={t('mask.zoomIn')}
        keys="+"
        onClick={() => painter?.zoom(ZOOM)}
      />
      <IconButton icon={Maximize} label={t('mask.fit')} keys="." onClick={() => painter?.fit()} />
      <Button isSmall onClick={() => painter?.invert()}>
        <Contrast size={14} aria-hidden />
        {t('mask.invert')}
      </Button>
      <Button isSmall onClick={() => painter?.fill(255)}>
        <PaintBucket size={14} aria-hidden />
        {t('mask.fill')}
      </Button>
      <Button isSmall onClick={() => painter?.fill(0)}>
        <Trash2 size={14} aria-hidden />
        {t('mask.clear')}
      </Button>
    </div>
  );
}

interface AmountProps {
  readonly name: 'size' | 'hardness' | 'opacity';
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function Amount({ name, value, max, onChange }: AmountProps) {
  const input: Widget<'int' | 'float'> = {
    kind: 'int',
    type: 'INT',
    name,
    isOptional: false,
    isAdvanced: false,
    tooltip: null,
    default: value,
    min: name === 'hardness' ? 0 : 1,
    max,
    step: 1,
    round: null,
    hasControl: false,
  };
  return (
    <div className={classes['amount']}>
      <NumberWidget
        input={input}
        nodeIds={[]}
        value={value}
        isMixed={false}
        isDisabled={false}
        isWrong={false}
        variant="node"
        label={t(`mask.${name}`)}
        control={null}
        onChange={(next) => onChange(Number(next))}
        onControl={() => undefined}
        onReset={() => undefined}
      />
    </div>
  );
}
