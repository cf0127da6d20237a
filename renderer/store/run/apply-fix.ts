/** Takes the cure that a problem offers. */
import type { Draft } from 'immer';
import { setValue } from '../../../nodes/graph/document/edits.ts';
import type { Graph } from '../../../nodes/graph/document/types.ts';
import { findNode } from './node-place.ts';
import { viewCentre } from '../../canvas/view-centre.ts';
import { t } from '../../text/text.ts';
import { classOf } from '../catalog.ts';
import { showDialog } from '../dialogs.ts';
import { openNodeSearch } from '../node-search.ts';
import { edit, workspace } from '../workspace.ts';
import { goToNode } from './problem-notice.ts';
import { clearProblems } from './runs.ts';
import type { Fix } from './types.ts';

const LEFT_OF_NODE = 260;
/** By then a node that was out of view is drawn. */
const SHOWN_MS = 100;

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
    case 'pick':
      goToNode(tab, id);
      setTimeout(() => openField(node.id, fix.input), SHOWN_MS);
      break;
    case 'download':
      showDialog('download-model');
      break;
    case 'tokenizers':
      showDialog('tokenizers');
      break;
  }
}

/** Puts the keyboard on a widget of a node and opens its list. */
function openField(node: string, input: string): void {
  const [id, name] = [node, input].map((text) => CSS.escape(text));
  const field = document.querySelector<HTMLElement>(
    `.react-flow__node[data-id="${id}"] [data-input="${name}"]`,
  );
  field?.focus();
  if (field instanceof HTMLButtonElement) field.click();
}
