import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import {
  callParams,
  type CallName,
  type CallParams,
  type CallResults,
} from '../protocol/desktop.ts';
import { isOwnPage } from './addresses.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';

export type Calls = {
  readonly [K in CallName]: (
    from: AppWindow,
    ...params: CallParams<K>
  ) => CallResults[K] | Promise<CallResults[K]>;
};

/** Answers the pages of our windows; whoever else sends, or sends what the call does not take, gets an error. */
export function answerCalls(
  calls: Calls,
  windows: AppWindows,
  serverUrl: () => string | null,
): void {
  for (const name of Object.keys(callParams) as CallName[]) {
    ipcMain.handle(name, (event, ...params: unknown[]) => {
      const from = senderOf(event, windows, serverUrl());
      if (!from) throw new Error(`${name}: refused`);
      const checked = callParams[name].safeParse(params);
      if (!checked.success) throw new Error(`${name}: ${checked.error.message}`);
      const call = calls[name] as (from: AppWindow, ...params: unknown[]) => unknown;
      return call(from, ...checked.data);
    });
  }
}

function senderOf(
  { sender, senderFrame }: IpcMainInvokeEvent,
  windows: AppWindows,
  serverUrl: string | null,
): AppWindow | undefined {
  if (!senderFrame || senderFrame.parent !== null) return undefined;
  return isOwnPage(senderFrame.url, serverUrl) ? windows.of(sender.id) : undefined;
}
