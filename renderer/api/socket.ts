/** The connection to `/ws`: it comes back by itself. */
import type { ServerMessage } from '../../electron/protocol/websocket.ts';
import type { RunEvent } from '../store/run/reduce.ts';
import { readPreviewFrame } from './preview-frame.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;
const HELLO = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } });
/** What the server says when another page took over this client's id. */
const TAKEN_OVER = 'Connected again';

export interface SocketListeners {
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onEvent: (event: RunEvent) => void;
  /** Another page, as a copy of this browser tab, has this page's id: the next connection needs another. */
  readonly onTakenOver: () => void;
}

/** Connects until the returned function is called. @param address asked anew for each connection */
export function connectSocket(address: () => string, listeners: SocketListeners): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let isClosed = false;

  const connect = () => {
    socket = new WebSocket(address());
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      attempts = 0;
      socket?.send(HELLO);
      listeners.onOpen();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const event = readFrame(data);
      if (event) listeners.onEvent(event);
    });
    socket.addEventListener('close', ({ reason }) => {
      if (isClosed) return;
      if (reason === TAKEN_OVER) listeners.onTakenOver();
      listeners.onLost();
      timer = setTimeout(connect, pause(attempts++));
    });
  };
  connect();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    socket?.close();
  };
}

/** Doubles with each attempt. */
function pause(attempts: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts);
}

function readFrame(data: string | ArrayBuffer): RunEvent | null {
  if (typeof data === 'string') return JSON.parse(data) as ServerMessage;
  const frame = readPreviewFrame(data);
  if (!frame) return null;
  const { node, promptId, picture } = frame;
  return { type: 'preview', data: { prompt_id: promptId, node, picture } };
}
