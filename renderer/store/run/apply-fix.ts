/** Takes the cure that a problem offers. */
import type { Draft } from 'immer';
import { setValue } from '../../../nodes/graph/document/edits.ts';
import type { Graph } from '../../../nodes/graph/document/types.ts';
import { findNode } from './node-place.ts';
import { viewCentre } from '../../canvas/view-centre.ts';
import { t } from '../../text/text.ts';
import { classOf } from '../catalog.ts';
import { layout } from '../layout.ts';
import { openNodeSearch } from '../node-search.ts';
import { edit, workspace } from '../workspace.ts';
import { goToNode } from './problem-notice.ts';
import { clearProblems } from './runs.ts';
import type { Fix } from './types.ts';

const LEFT_OF_NODE = 260;

/** @param id as runs name nodes: `instance:inner` */
export function applyFix(tab: string, id: string, fix: Fix): void {
  const document = workspace.getState().tabs.find((one) => one.id === tab)?.document;
  const place = document && findNode(document, id);
  if (!place) return;
  const { node, path } = place;
  switch (fix.kind) {
    case 'set':
      edit(
        t('run.edit.fix', { input: fix.input }),
        (draft) => {
          const instance = findNode(draft, [...path, node.id].join(':'));
          const graph = instance?.graph as Draft<Graph> | undefined;
          if (graph) setValue(graph, node.id, fix.input, fix.value);
        },
        { tab },
      );
      clearProblems(tab, [id]);
      break;
    case 'connect': {
      goToNode(tab, id);
      const type = classOf(node.type)?.inputs.find(({ name }) => name === fix.input)?.type ?? '*';
      openNodeSearch({
        at: viewCentre().at,
        position: [node.position[0] - LEFT_OF_NODE, node.position[1]],
        from: { side: 'input', node: node.id, input: fix.input, type },
      });
      break;
    }
    case 'models':
      layout.setState({ left: 'models' });
      break;
  }
}
