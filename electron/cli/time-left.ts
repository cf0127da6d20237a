/** Foretells when a row of pictures is done, from the steps and pictures seen so far. Times in milliseconds. */
export interface TimeLeft {
  step(value: number, max: number, now: number): void;
  pictureDone(now: number): void;
  /** null before there is anything to go by. */
  remaining(now: number): number | null;
}

export function timeLeft(count: number): TimeLeft {
  const doneAt: number[] = [];
  let steps: { readonly value: number; readonly max: number; readonly now: number }[] = [];
  let stepMs: number | null = null;

  /** Between pictures, so that the start of the engine does not count. */
  const pictureMs = () => {
    const first = doneAt[0];
    const last = doneAt.at(-1);
    return first === undefined || last === undefined || doneAt.length < 2
      ? null
      : (last - first) / (doneAt.length - 1);
  };

  return {
    step(value, max, now) {
      if (value <= (steps.at(-1)?.value ?? 0)) steps = [];
      steps.push({ value, max, now });
      const first = steps[0];
      if (first && value > first.value) stepMs = (now - first.now) / (value - first.value);
    },
    pictureDone(now) {
      doneAt.push(now);
      steps = [];
    },
    remaining(now) {
      const left = count - doneAt.length;
      const whole = pictureMs();
      if (whole !== null) {
        const begun = now - (doneAt.at(-1) ?? now);
        return Math.max(0, left * whole - Math.min(begun, whole));
      }
      const last = steps.at(-1);
      if (stepMs === null || !last) return null;
      return stepMs * (last.max - last.value + (left - 1) * last.max);
    },
  };
}

/** "0.8 s", "42 s", "3 min 05 s", "2 h 10 min" */
export function duration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
