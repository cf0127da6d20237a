import { openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import classes from './inspector.module.css';
import { NodeInspector } from './node-inspector.tsx';
import { SharedInspector } from './shared-inspector.tsx';
import { WorkflowInspector } from './workflow-inspector.tsx';

/** What is selected, with all its values: a node, what several have in common, or the workflow. */
export function InspectorPanel() {
  const selected = useTab((tab) => {
    const { nodes } = openGraph(tab);
    return [...tab.selection.nodes].filter((id) => Object.hasOwn(nodes, id)).join(' ');
  });
  const ids = selected ? selected.split(' ') : [];
  const [first] = ids;
  return (
    <section className={classes['inspector']} aria-label={t('inspector.title')}>
      {first === undefined ? (
        <WorkflowInspector />
      ) : ids.length === 1 ? (
        <NodeInspector key={first} id={first} />
      ) : (
        <SharedInspector ids={ids} />
      )}
    </section>
  );
}
