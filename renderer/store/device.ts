/** The engine's device and memory, asked for now and then while the window shows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DeviceAnswer } from '../../electron/protocol/studio-settings.ts';
import { getJson } from '../api/http.ts';

const EVERY_MS = 3000;
const STARTING_MS = 500;

export const device = createStore<{ readonly answer: DeviceAnswer | null }>(() => ({
  answer: null,
}));
let timer: ReturnType<typeof setTimeout> | undefined;
let watchers = 0;

export async function loadDevice(): Promise<void> {
  try {
    device.setState({ answer: (await getJson('/studio/device')) as unknown as DeviceAnswer });
  } catch {
    device.setState({ answer: null });
  }
}

/** Asks again and again until the returned function is called. */
export function watchDevice(): () => void {
  watchers++;
  if (watchers === 1) void again();
  return () => {
    watchers--;
    if (watchers === 0) clearTimeout(timer);
  };
}

async function again(): Promise<void> {
  if (!document.hidden) await loadDevice();
  if (watchers === 0) return;
  const isReady = device.getState().answer?.state === 'ready';
  timer = setTimeout(() => void again(), isReady ? EVERY_MS : STARTING_MS);
}

export function useDevice(): DeviceAnswer | null {
  return useStore(device, ({ answer }) => answer);
}
