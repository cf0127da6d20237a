import { isWidgetInput, type NodeClass, type WidgetInfo } from '../../../nodes/graph/node-class.ts';
import { isScheduled, WINDOW_INPUTS } from '../../../nodes/graph/schedule/schedule-inputs.ts';
import { useNodeClass } from '../../store/catalog.ts';
import { openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { ScheduleSection } from '../../widgets/curve/schedule-section.tsx';
import { WindowFields } from '../../widgets/curve/window-fields.tsx';
import { PhrasesField } from '../../widgets/phrases/phrases-field.tsx';
import { WidgetField } from '../../widgets/widget-field.tsx';
import { Heading } from './heading.tsx';
import { InspectorFooter } from './inspector-footer.tsx';
import classes from './inspector.module.css';
import { NodeSettings } from './node-settings.tsx';
import { Fold } from './fold.tsx';

/** All values of a node. */
export function NodeInspector({ id }: { readonly id: string }) {
  const type = useTab((tab) => openGraph(tab).nodes[id]?.type) ?? '';
  const nodeClass = useNodeClass(type);
  const inputs = (nodeClass?.inputs ?? []).filter(isWidgetInput);
  const scheduled = nodeClass && isScheduled(nodeClass) ? nodeClass : null;
  const plain = scheduled ? inputs.filter(({ name }) => !SCHEDULE.has(name)) : inputs;
  const usual = plain.filter(({ isAdvanced }) => !isAdvanced);
  const advanced = plain.filter(({ isAdvanced }) => isAdvanced);
  return (
    <>
      <div className={classes['scroll']}>
        <Heading id={id} nodeClass={nodeClass ?? null} type={type} />
        {scheduled && <Schedule id={id} nodeClass={scheduled} inputs={inputs} />}
        {usual.length > 0 && (
          <div className={classes['section']}>
            {usual.map((input) => (
              <Field key={input.name} id={id} input={input} isScheduled={scheduled !== null} />
            ))}
          </div>
        )}
        {advanced.length > 0 && (
          <Fold title={t('inspector.advanced')}>
            {advanced.map((input) => (
              <WidgetField key={input.name} nodeId={id} input={input} variant="inspector" />
            ))}
          </Fold>
        )}
        <Fold title={t('inspector.node')}>
          <NodeSettings id={id} />
        </Fold>
      </div>
      <InspectorFooter />
    </>
  );
}

const SCHEDULE: ReadonlySet<string> = new Set([
  ...WINDOW_INPUTS,
  'temperature',
  'strength',
  'shape',
]);

interface ScheduleProps {
  readonly id: string;
  readonly nodeClass: NodeClass;
  readonly inputs: readonly WidgetInfo[];
}

/** How strong, when, and how it fades: above its curve. */
function Schedule({ id, nodeClass, inputs }: ScheduleProps) {
  const field = (name: string) => {
    const input = inputs.find((other) => other.name === name);
    return input && <WidgetField nodeId={id} input={input} variant="inspector" />;
  };
  return (
    <div className={classes['section']}>
      {field('temperature')}
      {field('strength')}
      <WindowFields node={id} nodeClass={nodeClass} />
      {field('shape')}
      <ScheduleSection node={id} />
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly input: WidgetInfo;
  readonly isScheduled: boolean;
}

function Field({ id, input, isScheduled: hasPhrases }: FieldProps) {
  return hasPhrases && input.name === 'words' ? (
    <PhrasesField node={id} input={input} />
  ) : (
    <WidgetField nodeId={id} input={input} variant="inspector" />
  );
}
