import { duration, timeLeft } from './time-left.ts';

const BAR = 24;
const FIRST_LINE_MS = 1000;
const LINE_EVERY_MS = 5000;

/** Where progress is shown: a terminal gets one line that changes, a file a line now and then. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** A node began in picture `index` (from 0). */
  node(index: number, title: string): void;
  step(value: number, max: number): void;
  pictureDone(index: number): void;
  /** A line above the bar. */
  line(text: string): void;
  end(): void;
}

/** Shows how far `count` pictures are, and the time left for all of them. */
export function showProgress(screen: Screen, count: number, now = () => Date.now()): Progress {
  const left = timeLeft(count);
  let nextLine = now() + FIRST_LINE_MS;
  let title = '';
  let done = 0;
  let fraction = 0;
  let steps = '';

  const status = () => {
    const remaining = left.remaining(now());
    const picture = count > 1 ? `${Math.min(done + 1, count)}/${count}` : '';
    const time = remaining === null ? '' : `${duration(remaining)} left`;
    return [picture, title, steps, time].filter((part) => part !== '').join('  ');
  };
  const draw = () => {
    if (!screen.isTTY) {
      if (now() < nextLine) return;
      nextLine = now() + LINE_EVERY_MS;
      screen.write(`${status()}\n`);
      return;
    }
    const filled = Math.round(((done + fraction) / count) * BAR);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
    screen.write(`\r\x1b[K${`${bar}  ${status()}`.slice(0, (screen.columns || 80) - 1)}`);
  };
  const clear = () => void (screen.isTTY && screen.write('\r\x1b[K'));

  return {
    node(_index, name) {
      title = name;
      steps = '';
      draw();
    },
    step(value, max) {
      fraction = max > 0 ? value / max : 0;
      steps = `${value}/${max}`;
      left.step(value, max, now());
      draw();
    },
    pictureDone(index) {
      done = index + 1;
      fraction = 0;
      steps = '';
      left.pictureDone(now());
      draw();
    },
    line(text) {
      clear();
      screen.write(`${text}\n`);
    },
    end: clear,
  };
}

/** Shows nothing. */
export const silent: Progress = {
  node: () => undefined,
  step: () => undefined,
  pictureDone: () => undefined,
  line: () => undefined,
  end: () => undefined,
};
