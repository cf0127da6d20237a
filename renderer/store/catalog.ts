/** The node classes that the server knows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isObject } from '../../nodes/graph/json.ts';
import { readNodeClasses, type NodeClass, type NodeClasses } from '../../nodes/graph/node-class.ts';
import { getJson } from '../api/http.ts';

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

export function classOf(type: string): NodeClass | undefined {
  const { classes } = catalog.getState();
  return Object.hasOwn(classes, type) ? classes[type] : undefined;
}

export function useCatalog<T>(select: (state: Catalog) => T): T {
  return useStore(catalog, select);
}

export function useNodeClass(type: string): NodeClass | undefined {
  return useStore(catalog, ({ classes }) =>
    Object.hasOwn(classes, type) ? classes[type] : undefined,
  );
}
