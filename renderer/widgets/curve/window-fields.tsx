import type { NodeClass, WidgetInfo } from '../../../nodes/graph/node-class.ts';
import { isWidgetInput } from '../../../nodes/graph/node-class.ts';
import { inputsOfMode, WINDOW_INPUTS } from '../../../nodes/graph/schedule/schedule-inputs.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { t, type TextKey } from '../../text/text.ts';
import { useWidget } from '../use-widget.ts';
import { WidgetField } from '../widget-field.tsx';
import classes from '../row.module.css';
import { textOf } from '../json-text.ts';

const MODES: Readonly<Record<string, TextKey>> = {
  share: 'widget.window.share',
  steps: 'widget.window.steps',
  timestep: 'widget.window.timestep',
  always: 'widget.window.always',
  follow_taca: 'widget.window.follow',
};

/** When something is on: the kind of window, and the values that count in it. */
export function WindowFields({
  node,
  nodeClass,
}: {
  readonly node: string;
  readonly nodeClass: NodeClass;
}) {
  const inputs = nodeClass.inputs.filter(isWidgetInput);
  const mode = inputs.find(({ name }) => name === 'mode');
  return mode ? <Fields node={node} mode={mode} inputs={inputs} /> : null;
}

interface FieldsProps {
  readonly node: string;
  readonly mode: WidgetInfo;
  readonly inputs: readonly WidgetInfo[];
}

function Fields({ node, mode, inputs }: FieldsProps) {
  const { value, origin, set } = useWidget([node], mode);
  const shown = inputsOfMode(value);
  const options = mode.kind === 'combo' ? mode.options : [];
  return (
    <>
      {origin === null ? (
        <div className={`${classes['row']} ${classes['inspector']}`}>
          <span className={classes['label']}>{t('inspector.window')}</span>
          <Segmented
            label={t('inspector.window')}
            options={options.map((option) => {
              const known = MODES[option];
              return { value: option, label: known ? t(known) : option };
            })}
            value={textOf(value)}
            onChange={set}
          />
        </div>
      ) : (
        <WidgetField nodeId={node} input={mode} variant="inspector" label={t('inspector.window')} />
      )}
      {inputs
        .filter(({ name }) => shown.includes(name) && WINDOW_INPUTS.some((other) => other === name))
        .map((input) => (
          <WidgetField key={input.name} nodeId={node} input={input} variant="inspector" />
        ))}
    </>
  );
}
