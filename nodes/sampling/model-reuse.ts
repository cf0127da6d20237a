import { reuseSteps, type Call, type Phase, type StepReuse } from '../guidance/step-reuse.ts';
import { isOn, type StepPosition } from '../graph/schedule/window.ts';
import { strengthAt } from '../lora/lora.ts';
import type { ModelValue } from '../models.ts';
import type { Tensor } from '../tensor.ts';
import { percentToSigma } from './flow.ts';

/** A model's reuse of steps while it samples. */
export interface ModelReuse<Key> {
  /** A step, or a part of one, begins. */
  begin(position: StepPosition): void;
  answer(call: Call<Key>, sigma: number, ask: () => Promise<Tensor>): Promise<Tensor>;
  /** What was saved, for the person. */
  readonly report: string;
}

/**
 * Never reuses within TACA's window, and forgets what it knows whenever a LoRA's strength changes: what the network adds is
 * another thing then.
 * @param leads whether a key's changes may count
 */
export function modelReuse<Key>(
  { threshold, start, end, kind }: StepReuse,
  { sampling, taca, loras }: Pick<ModelValue, 'sampling' | 'taca' | 'loras'>,
  leads: (key: Key) => boolean = () => true,
): ModelReuse<Key> {
  const reuse = reuseSteps(threshold, { leads, early: kind === 'LazyCache' });
  const [from, to] = [percentToSigma(sampling, start), percentToSigma(sampling, end)];
  const phaseAt = (sigma: number): Phase => {
    if (sigma <= to) return 'behind';
    return sigma <= from ? 'within' : 'before';
  };
  let isWarm = false;
  let network = '';
  let calls = 0;
  const steps = new Set<number>();
  return {
    begin(position) {
      calls++;
      steps.add(position.step);
      isWarm = taca !== null && isOn(taca.window, position);
      const now = loras.map((lora) => strengthAt(lora, taca, position)).join();
      if (isWarm || now !== network) reuse.forget();
      network = now;
      reuse.begin();
    },
    answer: (call, sigma, ask) => (isWarm ? ask() : reuse.answer(call, phaseAt(sigma), ask)),
    get report() {
      const what = calls > steps.size ? 'model calls' : 'steps';
      return `${kind} skipped ${reuse.skipped} of ${calls} ${what}.`;
    },
  };
}
