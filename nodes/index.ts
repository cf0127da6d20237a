/** The node registry: one import and one line a node. Imported by the engine and the backend, never by the renderer. */
import type { Registry } from './graph/definition.ts';

export const registry: Registry = {};
