import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  clientHello,
  previewFrame,
  previewFrameWithMetadata,
  type MessageData,
  type MessageType,
} from '../protocol/websocket.ts';

/** Above this, a client that does not read is let go. */
const MOST_BUFFERED = 8 * 2 ** 20;
/** Above this, previews wait, and only the newest is kept. */
const PREVIEW_BUFFERED = 2 ** 18;
const TRY_AGAIN_LATER = 1013;
const LARGEST_FRAME = 2 ** 20;

/** The clients on `/ws`, by their id; the newest connection of an id is the client. */
export interface Sockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  isConnected(client: string): boolean;
  send<T extends MessageType>(client: string, type: T, data: MessageData[T]): void;
  broadcast<T extends MessageType>(type: T, data: MessageData[T]): void;
  preview(client: string, picture: { jpeg: Uint8Array; node: string; promptId: string }): void;
  close(): void;
}

interface Client {
  readonly socket: WebSocket;
  wantsMetadata: boolean;
  preview: Buffer | null;
}

export interface Greeting {
  readonly status: () => MessageData['status']['status'];
  readonly features: MessageData['feature_flags'];
  /** Called once the client is greeted, e.g. to tell it what it missed. */
  readonly connected: (client: string) => void;
}

export function createSockets(greeting: Greeting): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME,
    perMessageDeflate: false,
  });
  const clients = new Map<string, Client>();

  const write = (client: Client, data: string | Buffer) => {
    const { socket } = client;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_BUFFERED) {
      socket.close(TRY_AGAIN_LATER, 'The client does not read');
      setTimeout(() => socket.terminate(), 1000).unref();
      return;
    }
    socket.send(data, () => sendPreview(client));
  };
  const sendPreview = (client: Client) => {
    if (!client.preview || client.socket.bufferedAmount > PREVIEW_BUFFERED) return;
    const frame = client.preview;
    client.preview = null;
    write(client, frame);
  };
  const text = <T extends MessageType>(type: T, data: MessageData[T]) =>
    JSON.stringify({ type, data });

  const welcome = (socket: WebSocket, id: string) => {
    const client: Client = { socket, wantsMetadata: false, preview: null };
    clients.get(id)?.socket.close(1000, 'Connected again');
    clients.set(id, client);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (clients.get(id) === client) clients.delete(id);
    });
    socket.once('message', (frame, isBinary) => {
      const hello = isBinary ? null : readHello((frame as Buffer).toString());
      if (!hello) return;
      client.wantsMetadata = hello.data.supports_preview_metadata === true;
      write(client, text('feature_flags', greeting.features));
    });
    write(client, text('status', { status: greeting.status(), sid: id }));
    greeting.connected(id);
  };

  return {
    accept(request, socket, head) {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      const id = query.get('clientId')?.slice(0, 200) || randomUUID().replaceAll('-', '');
      server.handleUpgrade(request, socket, head, (opened) => welcome(opened, id));
    },
    isConnected: (id) => clients.has(id),
    send(id, type, data) {
      const client = clients.get(id);
      if (client) write(client, text(type, data));
    },
    broadcast(type, data) {
      const frame = text(type, data);
      for (const client of clients.values()) write(client, frame);
    },
    preview(id, { jpeg, node, promptId }) {
      const client = clients.get(id);
      if (!client) return;
      client.preview = client.wantsMetadata
        ? previewFrameWithMetadata(jpeg, node, promptId)
        : previewFrame(jpeg);
      sendPreview(client);
    },
    close() {
      for (const { socket } of clients.values()) socket.close(1001, 'The server stops');
      for (const { socket } of clients.values()) setTimeout(() => socket.terminate(), 200).unref();
      server.close();
    },
  };
}

function readHello(frame: string) {
  try {
    return clientHello.parse(JSON.parse(frame));
  } catch {
    return null;
  }
}
