/** What `/studio/queue` and `/studio/history` speak: the queue as a list to look at, without the prompts. */
import { z } from 'zod';
import type { OutputFile } from '../../nodes/run-context.ts';

export const pauseRequest = z.looseObject({ paused: z.boolean() });

/** Where a waiting job goes: before or after another one, or to the front. */
export const moveRequest = z
  .looseObject({
    id: z.string(),
    before: z.string().optional(),
    after: z.string().optional(),
    front: z.literal(true).optional(),
  })
  .refine(
    ({ before, after, front }) => [before, after, front].filter(Boolean).length === 1,
    'one of before, after and front is needed',
  );

/** A page says of itself, in `extra_data.studio`, what the list shows. */
export const studioData = z.looseObject({
  name: z.string().max(500).optional(),
  tab: z.string().max(200).optional(),
});

export interface QueueItem {
  /** prompt_id */
  readonly id: string;
  /** Of the workflow; null when the client did not say. */
  readonly name: string | null;
  /** The tab of the page that queued it. */
  readonly tab: string | null;
  /** client_id of the page that gets its messages. */
  readonly client: string | null;
  readonly nodes: number;
  /** Milliseconds since 1970. */
  readonly created: number | null;
}

export interface QueueState {
  readonly paused: boolean;
  readonly running: QueueItem | null;
  /** In the order they will run. */
  readonly pending: readonly QueueItem[];
}

export interface HistoryItem extends QueueItem {
  readonly state: 'done' | 'error' | 'interrupted';
  /** Rises with each job that ends. */
  readonly place: number;
  readonly started: number | null;
  readonly ended: number | null;
  /** Pictures, those that were saved first. */
  readonly files: readonly OutputFile[];
  readonly error: { readonly node: string; readonly message: string; readonly code: string } | null;
  /** The first seed of the prompt, in decimal digits. */
  readonly seed: string | null;
}

export interface HistoryPage {
  /** Newest first. */
  readonly items: readonly HistoryItem[];
  /** `before` of the next page; null at the end. */
  readonly next: number | null;
}
