import { memo } from 'react';
import type { WidgetInfo } from '../../nodes/graph/node-class.ts';
import { useNodeRun } from '../store/run/runs.ts';
import { openGraph, useTab } from '../store/workspace.ts';
import { ContextMenu } from '../ui/menu.tsx';
import { names } from './classes.ts';
import { FieldProblem } from './field-problem.tsx';
import { labelOf, titleOf } from './label.ts';
import { LinkedField } from './linked-field.tsx';
import classes from './row.module.css';
import { useWidget } from './use-widget.ts';
import type { Variant, WidgetProps } from './widget.ts';
import { isIdleInput } from '../../nodes/graph/schedule/schedule-inputs.ts';
import { widgetEntries } from './widget-menu.ts';
import { missingChoice } from './widget-problem.ts';
import { widgetFor } from './widget-table.ts';
import { Choice } from './combo/choice.tsx';

export interface SharedFieldProps {
  readonly nodeIds: readonly string[];
  readonly input: WidgetInfo;
  readonly variant: Variant;
  /** In the place of the input's name. */
  readonly label?: string;
}
export type WidgetFieldProps = Omit<SharedFieldProps, 'nodeIds'> & { readonly nodeId: string };

/** The widget of one input of a node: a row of the node's body, the inspector or the form. */
export const WidgetField = memo(function WidgetField({ nodeId, ...rest }: WidgetFieldProps) {
  return <SharedField nodeIds={[nodeId]} {...rest} />;
});

/** As WidgetField, for several nodes that have the input. */
export function SharedField({ nodeIds, input, variant, label }: SharedFieldProps) {
  const state = useWidget(nodeIds, input);
  const missing = missingChoice(input, state.value);
  const { problem } = useNodeRun(nodeIds[0] ?? '');
  const fault = problem?.input === input.name ? problem : null;
  const isLinked = state.origin !== null;
  const isIdle = useTab((tab) =>
    isIdleInput(openGraph(tab).nodes[nodeIds[0] ?? '']?.values, input.name),
  );
  const name = label ?? (variant === 'node' ? labelOf(input.name) : titleOf(input.name));
  const props: WidgetProps = {
    input,
    nodeIds,
    value: state.value,
    isMixed: state.isMixed,
    isDisabled: isLinked,
    isWrong: missing !== null || fault !== null,
    variant,
    label: name,
    control: state.control,
    onChange: state.set,
    onControl: state.setControl,
    onReset: state.reset,
  };
  const Component = variant === 'node' ? widgetFor(input) : (asChoice(input) ?? widgetFor(input));
  const isTall = variant !== 'node' && needsWidth(input);
  const widget = isLinked ? (
    <LinkedField label={name} origin={state.origin} variant={variant} />
  ) : (
    <Component {...props} />
  );
  return (
    <ContextMenu entries={() => widgetEntries(nodeIds, input, state)}>
      <div
        className={names(
          classes['row'],
          classes[variant],
          isTall && classes['tall'],
          isIdle && classes['idle'],
        )}
        title={variant === 'node' ? (input.tooltip ?? undefined) : undefined}
      >
        {variant !== 'node' && (
          <span
            className={classes['label']}
            title={input.tooltip ?? name}
            onDoubleClick={state.reset}
          >
            {name}
          </span>
        )}
        {widget}
        {variant !== 'node' && !isLinked && (
          <FieldProblem missing={missing} fault={fault} onUse={state.set} />
        )}
      </div>
    </ContextMenu>
  );
}

/** A few short options show all at once. */
function asChoice(input: WidgetInfo): typeof Choice | null {
  if (input.kind !== 'combo' || input.isImage) return null;
  const { length } = input.options;
  const letters = input.options.join('').length;
  return length > 1 && length <= 3 && letters <= MOST_LETTERS ? Choice : null;
}

const MOST_LETTERS = 24;

/** Texts and pictures stand below their label. */
function needsWidth(input: WidgetInfo): boolean {
  return (input.kind === 'string' && input.multiline) || (input.kind === 'combo' && input.isImage);
}
