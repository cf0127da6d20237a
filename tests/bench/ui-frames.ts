/** Frame times and long tasks of the page while something is done to it. */
import type { Page } from 'playwright-core';

export interface Frames {
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  /** Milliseconds of each task of 50 ms and more. */
  readonly longTasks: readonly number[];
}

interface Recorder {
  frames: number[];
  tasks: number[];
  stop: () => void;
}
declare global {
  // oxlint-disable-next-line no-var
  var recorder: Recorder | undefined;
}

/** Records the frames from before `work` until it is done. */
export async function framesOf(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(startRecording);
  await work();
  const { frames, tasks } = await page.evaluate(() => {
    const recorded = globalThis.recorder;
    recorded?.stop();
    return { frames: recorded?.frames ?? [], tasks: recorded?.tasks ?? [] };
  });
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: frames.length, p50: at(0.5), p95: at(0.95), worst: at(1), longTasks: tasks };
}

function startRecording(): void {
  const frames: number[] = [];
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
  });
  observer.observe({ type: 'longtask' });
  let isOn = true;
  let last = performance.now();
  const tick = (now: number) => {
    if (!isOn) return;
    frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame((now) => {
    last = now;
    requestAnimationFrame(tick);
  });
  globalThis.recorder = {
    frames,
    tasks,
    stop() {
      isOn = false;
      observer.disconnect();
    },
  };
}
