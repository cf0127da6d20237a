/** The log of the server and its engine, while somebody looks at it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { LogEntry } from '../../electron/protocol/log.ts';
import { clientId } from '../api/client-id.ts';
import { getJson, sendJson } from '../api/http.ts';
import { onConnected, onServerEvent } from './run/connection.ts';

interface Log {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly entries: readonly LogEntry[];
}

const MOST = 2000;

const log = createStore<Log>(() => ({ status: 'loading', entries: [] }));

/** Reads the log, and follows it over reconnections until the returned function is called. */
export function followLog(): () => void {
  const ends = [
    onServerEvent((event) => {
      if (event.type !== 'logs') return;
      const { entries } = event.data;
      log.setState((state) => ({ entries: [...state.entries, ...entries].slice(-MOST) }));
    }),
    onConnected(() => void readLog()),
  ];
  return () => {
    for (const end of ends) end();
    subscribe(false).catch(() => undefined);
  };
}

export async function readLog(): Promise<void> {
  try {
    await subscribe(true);
    const { entries } = (await getJson('/internal/logs/raw')) as unknown as Log;
    log.setState({ status: 'ready', entries });
  } catch {
    log.setState({ status: 'failed' });
  }
}

export function useLog<T>(select: (state: Log) => T): T {
  return useStore(log, select);
}

function subscribe(enabled: boolean) {
  return sendJson('/internal/logs/subscribe', { enabled, clientId: clientId() }, 'PATCH');
}
