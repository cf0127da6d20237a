import type { Window } from '../attention/window.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

/** A LoRA file on a model or its text encoders, with its strength over time. */
export interface ScheduledLora {
  readonly weights: WeightSource;
  /** File name, for messages. */
  readonly name: string;
  readonly strength: number;
  readonly window: Window;
}
