import { MAX_WIDTH, MIN_WIDTH } from '../../../nodes/graph/document/node-size.ts';
import type { Size } from '../../../nodes/graph/document/types.ts';
import type { Widget } from '../../widgets/widget.ts';
import { t } from '../../text/text.ts';
import { NumberWidget } from '../../widgets/number/number-widget.tsx';
import row from '../../widgets/row.module.css';

const HIGHEST = 4096;

export interface SizeFieldsProps {
  readonly width: number;
  readonly height: number;
  readonly onChange: (size: Size) => void;
}

export function SizeFields({ width, height, onChange }: SizeFieldsProps) {
  return (
    <>
      <Row
        label={t('inspector.width')}
        value={width}
        min={MIN_WIDTH}
        max={MAX_WIDTH}
        onChange={(next) => onChange([next, height])}
      />
      <Row
        label={t('inspector.height')}
        value={height}
        min={0}
        max={HIGHEST}
        onChange={(next) => onChange([width, next])}
      />
    </>
  );
}

interface RowProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function Row({ label, value, min, max, onChange }: RowProps) {
  const input: Widget<'int' | 'float'> = {
    kind: 'int',
    type: 'INT',
    name: label,
    isOptional: false,
    isAdvanced: false,
    tooltip: null,
    default: value,
    min,
    max,
    step: 1,
    round: null,
    hasControl: false,
  };
  return (
    <div className={`${row['row']} ${row['inspector']}`}>
      <span className={row['label']}>{label}</span>
      <NumberWidget
        input={input}
        nodeIds={[]}
        value={Math.round(value)}
        isMixed={false}
        isDisabled={false}
        isWrong={false}
        variant="inspector"
        label={label}
        control={null}
        onChange={(next) => onChange(Number(next))}
        onControl={() => undefined}
        onReset={() => undefined}
      />
    </div>
  );
}
