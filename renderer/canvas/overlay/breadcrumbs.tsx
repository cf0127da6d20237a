import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import type { Graph } from '../../../nodes/graph/document/types.ts';
import { useTab, type Tab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { leaveTo } from '../subgraph-path.ts';
import classes from './overlay.module.css';

/** "First picture > Upscale": where in the subgraphs one is; shown inside them. */
export function Breadcrumbs() {
  const name = useTab((tab) => tab.name);
  const trail = useTab((tab) => namesOf(tab).join('\n'));
  if (!trail || name === null) return null;
  const names = [name, ...trail.split('\n')];
  return (
    <nav className={classes['path']} aria-label={t('canvas.path')} data-canvas-part="">
      {names.map((step, depth) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={depth}>
          {depth > 0 && <ChevronRight size={12} aria-hidden />}
          {depth === names.length - 1 ? (
            <span aria-current="page">{step}</span>
          ) : (
            <Button look="quiet" isSmall onClick={() => leaveTo(depth)}>
              {step}
            </Button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

function namesOf({ document, path }: Tab): string[] {
  const names: string[] = [];
  let graph: Graph | undefined = document.root;
  for (const id of path) {
    const node: Graph['nodes'][string] | undefined = graph?.nodes[id];
    const subgraph: Tab['document']['subgraphs'][string] | undefined =
      node && document.subgraphs[node.type];
    names.push(node?.title ?? subgraph?.name ?? id);
    graph = subgraph?.graph;
  }
  return names;
}
