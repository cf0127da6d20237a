/** What the context menu offers for what it was opened on. */
import { setColor } from '../../nodes/graph/document/edits.ts';
import { fitGroup, setGroupColor } from '../../nodes/graph/document/groups.ts';
import { addNote } from '../../nodes/graph/document/notes.ts';
import { addReroute, pathOf, removeReroutes } from '../../nodes/graph/document/reroutes.ts';
import { removeLinks } from '../../nodes/graph/document/connect.ts';
import type { Point } from '../../nodes/graph/document/types.ts';
import { openNodeSearch } from '../store/node-search.ts';
import { selectionOf } from '../store/selection.ts';
import { activeTab, editGraph, select } from '../store/workspace.ts';
import { t, type TextKey } from '../text/text.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { pictureMenu, shownIn } from '../viewer/picture-menu.ts';
import { currentScene } from './current.ts';
import { linkUnder } from './gestures/press.ts';
import { selectNothing, selectOne, isSelected } from './gestures/select.ts';
import { startRenaming } from './live.ts';
import { withContent } from './scene/items.ts';

const COLORS: readonly (readonly [TextKey, string | null])[] = [
  ['canvas.color.none', null],
  ['canvas.color.red', '#a8484c'],
  ['canvas.color.brown', '#8a6a4a'],
  ['canvas.color.green', '#4c8a57'],
  ['canvas.color.blue', '#4a72b0'],
  ['canvas.color.cyan', '#3f8c94'],
  ['canvas.color.purple', '#7a5bb0'],
  ['canvas.color.yellow', '#a08a3a'],
];

/** @param at in the window @param point in the graph */
export function menuEntries(target: Element, at: Point, point: Point): readonly MenuEntry[] {
  const id = (name: string) => target.closest(`[data-${name}]`)?.getAttribute(`data-${name}`);
  const node = target.closest('.react-flow__node')?.getAttribute('data-id');
  const scene = currentScene();
  if (!scene) return [];
  const picture = shownIn(target);
  if (node && scene.graph.nodes[node]) {
    return picture
      ? [{ label: t('picture.menu'), entries: pictureMenu(picture) }, ...nodeEntries(node)]
      : nodeEntries(node);
  }
  const reroute = id('reroute');
  if (reroute) return rerouteEntries(reroute);
  const group = id('group');
  if (group) return groupEntries(group);
  const found = linkUnder(scene, point);
  return found ? linkEntries(found, point) : groundEntries(at, point);
}

function nodeEntries(id: string): readonly MenuEntry[] {
  if (!isSelected('nodes', id)) selectOne('nodes', id, false);
  const tab = activeTab();
  const ids = [...(tab?.selection.nodes ?? [])];
  const type = currentScene()?.graph.nodes[id]?.type ?? '';
  const isSubgraph = tab !== null && Object.hasOwn(tab.document.subgraphs, type);
  return [
    ...(isSubgraph ? ['subgraph.open'] : []),
    'run.selection',
    'separator',
    'node.rename',
    colorEntry((color) =>
      editGraph(t('canvas.edit.color'), (graph) => setColor(graph, ids, color)),
    ),
    ...NODE_ACTIONS,
    ...(ids.length > 1 ? [{ label: t('canvas.menu.arrange'), entries: ARRANGEMENTS }] : []),
  ];
}

const NODE_ACTIONS: readonly MenuEntry[] = [
  'node.bypass',
  'node.mute',
  'node.pin',
  'node.collapse',
  'separator',
  'edit.cut',
  'edit.copy',
  'edit.duplicate',
  'edit.delete',
  'edit.deleteBridging',
  'separator',
  'edit.group',
  'edit.subgraph',
  'edit.expand',
  'edit.unique',
  'separator',
  'edit.toFront',
  'edit.tidy',
];

const ARRANGEMENTS: readonly MenuEntry[] = [
  'edit.align.left',
  'edit.align.centre-x',
  'edit.align.right',
  'separator',
  'edit.align.top',
  'edit.align.centre-y',
  'edit.align.bottom',
  'separator',
  'edit.distribute.x',
  'edit.distribute.y',
];

function colorEntry(set: (color: string | null) => void): MenuEntry {
  return {
    label: t('canvas.menu.color'),
    entries: COLORS.map(([key, color]) => ({ label: t(key), run: () => set(color) })),
  };
}

function rerouteEntries(id: string): readonly MenuEntry[] {
  return [
    {
      label: t('canvas.menu.removeReroute'),
      run: () => editGraph(t('canvas.edit.removeReroute'), (graph) => removeReroutes(graph, [id])),
    },
  ];
}

function groupEntries(id: string): readonly MenuEntry[] {
  const change = (recipe: Parameters<typeof editGraph>[1]) =>
    editGraph(t('canvas.edit.group'), recipe);
  const classes = currentScene()?.classes ?? {};
  return [
    { label: t('canvas.menu.rename'), run: () => startRenaming({ kind: 'group', id }) },
    {
      label: t('canvas.menu.fitGroup'),
      run: () => change((graph) => fitGroup(graph, classes, id)),
    },
    {
      label: t('canvas.menu.selectGroup'),
      run() {
        const scene = currentScene();
        if (scene) select(selectionOf({ ...withContent(scene, selectionOf({ groups: [id] })) }));
      },
    },
    colorEntry((color) => change((graph) => setGroupColor(graph, id, color))),
    'separator',
    {
      label: t('canvas.menu.removeGroup'),
      run: () =>
        editGraph(t('canvas.edit.removeGroup'), (graph) => {
          delete graph.groups[id];
        }),
    },
  ];
}

function linkEntries(
  { link, segment }: NonNullable<ReturnType<typeof linkUnder>>,
  point: Point,
): readonly MenuEntry[] {
  selectNothing();
  selectOne('links', link.id, false);
  return [
    {
      label: t('canvas.menu.addReroute'),
      run: () =>
        editGraph(t('canvas.edit.reroute'), (graph) => {
          const after = pathOf(graph, link)[segment - 1]?.id ?? null;
          addReroute(graph, link.id, point, after);
        }),
    },
    {
      label: t('canvas.menu.removeLink'),
      run: () => editGraph(t('canvas.edit.disconnect'), (graph) => removeLinks(graph, [link.id])),
    },
  ];
}

function groundEntries(at: Point, point: Point): readonly MenuEntry[] {
  const position: Point = [Math.round(point[0]), Math.round(point[1])];
  return [
    {
      label: t('canvas.menu.addNode'),
      run: () => openNodeSearch({ at, position, from: null }),
    },
    {
      label: t('canvas.menu.addNote'),
      run: () => editGraph(t('canvas.menu.addNote'), (graph) => void addNote(graph, position, '')),
    },
    'edit.group',
    'separator',
    'edit.paste',
    'edit.pasteLinks',
    'edit.selectAll',
    'separator',
    'edit.tidy',
    'canvas.fit',
    'canvas.minimap',
    'canvas.snap',
    'canvas.lock',
  ];
}
