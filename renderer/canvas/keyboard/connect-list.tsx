import { Suspense } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Point } from '../../../nodes/graph/document/types.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import type { SocketRef } from './connectable.ts';

const Popup = lazyPart(async () => (await import('./connect-list-popup.tsx')).ConnectListPopup);

export interface OpenConnectList {
  readonly socket: SocketRef;
  /** In the window, px. */
  readonly at: Point;
}

const store = createStore<{ readonly open: OpenConnectList | null }>(() => ({ open: null }));

export function openConnectList(open: OpenConnectList): void {
  store.setState({ open });
}

export function closeConnectList(): void {
  store.setState({ open: null });
}

/** What a socket can be connected with, where it was asked for. */
export function ConnectList() {
  const open = useStore(store, (state) => state.open);
  return (
    open && (
      <Suspense>
        <Popup key={open.at.join()} {...open} />
      </Suspense>
    )
  );
}
