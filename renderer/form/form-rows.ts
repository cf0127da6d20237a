/** What a form draws: its inputs with their widgets and labels. */
import type { Graph } from '../../nodes/graph/document/types.ts';
import type { NodeClasses, WidgetInfo } from '../../nodes/graph/node-class.ts';
import { t } from '../text/text.ts';
import { titleOf } from '../widgets/label.ts';
import type { FormInput } from './form-inputs.ts';
import { widgetOf } from './suggested-inputs.ts';

export interface FormRow extends FormInput {
  /** Null when the node or its class is gone. */
  readonly widget: WidgetInfo | null;
  /** Shown: a person's own, else one that tells the rows apart. */
  readonly name: string;
}

/** A text of several lines is called as its node; others as the input, with the node where names meet. */
export function formRows(
  inputs: readonly FormInput[],
  graph: Graph,
  classes: NodeClasses,
): FormRow[] {
  const rows = inputs.map((input) => {
    const node = graph.nodes[input.node];
    const nodeClass = node && Object.hasOwn(classes, node.type) ? classes[node.type] : undefined;
    const widget = widgetOf(nodeClass, input.input) ?? null;
    const nodeName = node?.title ?? nodeClass?.title ?? node?.type ?? '';
    const isText = widget?.kind === 'string' && widget.multiline;
    const inputName = titleOf(input.input);
    return { ...input, widget, nodeName, inputName, usual: isText ? nodeName : inputName };
  });
  return rows.map(({ nodeName, inputName, usual, ...row }) => {
    const isShared = rows.filter((other) => other.usual === usual).length > 1;
    const apart = isShared ? t('form.both', { input: inputName, node: nodeName }) : usual;
    return { ...row, name: row.label ?? apart };
  });
}
