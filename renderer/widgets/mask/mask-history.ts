import type { Mask } from './paint.ts';

type Pixels = Mask['data'];

/** Bytes of all masks that are kept. */
const MOST_BYTES = 256e6;
const MOST_STEPS = 100;

/** Undo and redo of a mask, as copies of it; the oldest go when they take too much. */
export class MaskHistory {
  readonly #mask: Mask;
  #past: Pixels[] = [];
  #future: Pixels[] = [];

  constructor(mask: Mask) {
    this.#mask = mask;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Call before the mask changes. */
  record(): void {
    this.#past.push(this.#mask.data.slice());
    this.#future = [];
    const most = Math.max(1, Math.min(MOST_STEPS, MOST_BYTES / this.#mask.data.length));
    if (this.#past.length > most) this.#past.shift();
  }

  undo(): void {
    this.#exchange(this.#past, this.#future);
  }

  redo(): void {
    this.#exchange(this.#future, this.#past);
  }

  #exchange(from: Pixels[], to: Pixels[]): void {
    const pixels = from.pop();
    if (!pixels) return;
    to.push(this.#mask.data.slice());
    this.#mask.data.set(pixels);
  }
}
