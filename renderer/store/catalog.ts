/** The node classes that the server knows, with the subgraphs of a workflow as classes of their own. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isObject } from '../../nodes/graph/json.ts';
import { withSubgraphClasses } from '../../nodes/graph/document/subgraph-class.ts';
import { readNodeClasses, type NodeClass, type NodeClasses } from '../../nodes/graph/node-class.ts';
import { getJson } from '../api/http.ts';
import { activeTab, useTab, type Tab } from './workspace.ts';

export interface Catalog {
  readonly classes: NodeClasses;
  readonly status: 'loading' | 'ready' | 'failed';
}

export const catalog = createStore<Catalog>(() => ({ classes: {}, status: 'loading' }));

/** Reads /object_info. The last list stays when the server does not answer. */
export async function loadCatalog(): Promise<void> {
  try {
    const info = await getJson('/object_info');
    catalog.setState({ classes: readNodeClasses(isObject(info) ? info : {}), status: 'ready' });
  } catch {
    catalog.setState({ status: 'failed' });
  }
}

let known: { server: NodeClasses; subgraphs: object; all: NodeClasses } | null = null;

/** Of the server, and of a workflow's subgraphs. */
export function classesOf({ document: { subgraphs } }: Pick<Tab, 'document'>): NodeClasses {
  const { classes: server } = catalog.getState();
  if (known?.server !== server || known.subgraphs !== subgraphs) {
    known = { server, subgraphs, all: withSubgraphClasses(server, subgraphs) };
  }
  return known.all;
}

/** A class of the server, or a subgraph of the active tab. */
export function classOf(type: string): NodeClass | undefined {
  const tab = activeTab();
  const classes = tab ? classesOf(tab) : catalog.getState().classes;
  return Object.hasOwn(classes, type) ? classes[type] : undefined;
}

export function useCatalog<T>(select: (state: Catalog) => T): T {
  return useStore(catalog, select);
}

/** A class of the server, or a subgraph of the active tab. */
export function useNodeClass(type: string): NodeClass | undefined {
  useCatalog(({ classes }) => classes);
  return useTab(() => classOf(type)) ?? undefined;
}
