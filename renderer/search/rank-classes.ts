/** The node classes that a search offers, best first. */
import { go } from 'fuzzysort';
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import type { PendingLink } from '../store/node-search.ts';
import { fittingSlot } from './fitting-slot.ts';

export interface Search {
  readonly query: string;
  /** Only classes that it fits. */
  readonly from?: Pick<PendingLink, 'side' | 'type'> | null;
  /** Class ids; those of one place are not told apart. */
  readonly favourites?: ReadonlySet<string>;
  /** Class ids, the latest first. */
  readonly recent?: readonly string[];
}

interface Candidate {
  readonly nodeClass: NodeClass;
  readonly title: string;
  readonly id: string;
  readonly aliases: string;
  readonly category: string;
  readonly distance: number;
}

const KEYS = ['title', 'id', 'aliases', 'category'] as const;
const RECENT = 8;

/**
 * By how well the words match title, id, aliases and category; then by how well the waiting link fits, then favourites
 * and what was used last. Deprecated classes are found by name alone.
 */
export function rankClasses(classes: readonly NodeClass[], search: Search): NodeClass[] {
  const { query, from = null, favourites = new Set(), recent = [] } = search;
  const candidates = classes.flatMap((nodeClass): Candidate[] => {
    const fit = from === null ? { distance: 0 } : fittingSlot(nodeClass, from);
    if (!fit || (nodeClass.isDeprecated && query.trim() === '')) return [];
    const { title, id, category, aliases } = nodeClass;
    return [{ nodeClass, title, id, category, aliases: aliases.join(' '), distance: fit.distance }];
  });
  const usedLast = (id: string) => {
    const place = recent.indexOf(id);
    return place < 0 ? RECENT : Math.min(place, RECENT);
  };
  const score = (candidate: Candidate, match: number) =>
    match -
    candidate.distance * 0.1 +
    (favourites.has(candidate.id) ? 0.05 : 0) +
    (RECENT - usedLast(candidate.id)) * 0.005;
  const scored =
    query.trim() === ''
      ? candidates.map((candidate) => ({ candidate, score: score(candidate, 0) }))
      : go(query.trim(), candidates, { keys: [...KEYS], threshold: 0.3 }).map(
          ({ obj, score: match }) => ({
            candidate: obj,
            score: score(obj, match + bareness(query, obj)),
          }),
        );
  return scored.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate.nodeClass);
}

/** 0 to 1: how much of the title or class name has been typed from its start on. */
function bareness(query: string, { title, id }: Candidate): number {
  const typed = squashed(query);
  const shares = [title, id]
    .map(squashed)
    .map((name) => (name.startsWith(typed) ? typed.length / name.length : 0));
  return Math.max(...shares);
}

function squashed(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
