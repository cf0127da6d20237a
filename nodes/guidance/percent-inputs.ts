import { float } from '../graph/definition.ts';

/** The inputs by which a guidance node asks for a share of the sampling process, as ComfyUI names them. */
export function percentInputs(start: number, end: number, step = 0.001) {
  const share = (value: number, tooltip: string) =>
    float({ default: value, min: 0, max: 1, step, tooltip, advanced: true });
  return {
    start_percent: share(
      start,
      'It starts at this share of the sampling process; 0 is pure noise.',
    ),
    end_percent: share(
      end,
      'It ends at this share of the sampling process; 1 is the finished picture.',
    ),
  };
}
