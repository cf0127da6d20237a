/** What the server and its engine run with. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SettingsAnswer, SettingsChange } from '../../electron/protocol/studio-settings.ts';
import { getJson, sendJson } from '../api/http.ts';
import { loadDevice } from './device.ts';
import { rescanModels } from './models.ts';
import { notify } from './notices.ts';

interface ServerSettings {
  readonly answer: SettingsAnswer | null;
  readonly isFailed: boolean;
}

export const serverSettings = createStore<ServerSettings>(() => ({
  answer: null,
  isFailed: false,
}));

export async function loadServerSettings(): Promise<void> {
  try {
    take(await getJson('/studio/settings'));
  } catch {
    serverSettings.setState({ isFailed: true });
  }
}

/** Tells what the server could not read when it started. */
export async function tellProblems(): Promise<void> {
  await loadServerSettings();
  for (const { message, cure } of serverSettings.getState().answer?.problems ?? []) {
    notify(`${message} ${cure}`, { kind: 'error' });
  }
}

/** @throws RequestError what is wrong with the change */
export async function changeSettings(change: SettingsChange): Promise<void> {
  take(await sendJson('/studio/settings', change, 'PUT'));
  void loadDevice();
  if ('modelFolders' in change || 'comfyui' in change || 'downloadFolder' in change) {
    await rescanModels();
  }
}

/** @throws RequestError */
export async function changeToken(token: string | null): Promise<void> {
  take(await sendJson('/studio/hub/token', { token }, 'PUT'));
}

function take(json: unknown): void {
  serverSettings.setState({ answer: json as SettingsAnswer, isFailed: false });
}

export function useServerSettings<T>(select: (state: ServerSettings) => T): T {
  return useStore(serverSettings, select);
}
