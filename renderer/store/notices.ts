/** Toasts, and what is said to screen readers without being shown. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

export interface Notice {
  readonly id: number;
  /** Errors stay until they are closed. */
  readonly kind: 'info' | 'error';
  readonly text: string;
  readonly action: NoticeAction | null;
}

export interface NoticeOptions {
  readonly kind?: Notice['kind'];
  readonly action?: NoticeAction;
}

interface Notices {
  readonly notices: readonly Notice[];
  /** The newest thing said; the number tells the same words said again. */
  readonly said: { readonly text: string; readonly count: number };
}

const MOST = 3;
const SHOWN_MS = 6000;

export const notices = createStore<Notices>(() => ({ notices: [], said: { text: '', count: 0 } }));
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let lastId = 0;

/** Shows a toast; the same words again replace those that show. @returns its id */
export function notify(text: string, { kind = 'info', action }: NoticeOptions = {}): number {
  const id = ++lastId;
  notices.setState((state) => {
    const others = state.notices.filter((notice) => notice.text !== text);
    return { notices: [...others, { id, kind, text, action: action ?? null }].slice(-MOST) };
  });
  if (kind === 'info') resumeNotice(id);
  return id;
}

export function dismissNotice(id: number): void {
  holdNotice(id);
  notices.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Keeps a toast as long as somebody points at it. */
export function holdNotice(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function resumeNotice(id: number): void {
  const notice = notices.getState().notices.find((one) => one.id === id);
  if (notice?.kind !== 'info') return;
  holdNotice(id);
  timers.set(
    id,
    setTimeout(() => dismissNotice(id), SHOWN_MS),
  );
}

/** Says something to screen readers alone, when they have finished speaking. */
export function announce(text: string): void {
  notices.setState(({ said }) => ({ said: { text, count: said.count + 1 } }));
}

export function useNotices<T>(select: (state: Notices) => T): T {
  return useStore(notices, select);
}
