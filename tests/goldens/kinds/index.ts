/** Every kind of golden case that is built, one line each; cases that none matches are listed as not yet built. */
import type { GoldenKind, GoldenTable } from '../kind.ts';

export const goldenKinds: readonly GoldenKind[] = [];
export const goldenTables: readonly GoldenTable[] = [];
