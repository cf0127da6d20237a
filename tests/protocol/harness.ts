/** A started server with a stub engine, and clients that speak to it over real sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startServer, type RunningServer } from '../../electron/backend/server.ts';
import type { EngineSettings } from '../../electron/protocol/engine.ts';
import {
  parseServerMessage,
  type MessageType,
  type ServerMessage,
} from '../../electron/protocol/websocket.ts';
import { createWorkspace, type Workplace } from '../../nodes/files/workspace.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { createStubEngine, stubRegistry } from './stub-engine.ts';

export interface TestServer {
  readonly url: string;
  readonly files: Workplace;
  readonly ran: readonly string[];
  /** Settings that the engine was to start anew with. */
  readonly configured: readonly EngineSettings[];
  readonly logged: readonly string[];
  close(): Promise<void>;
  /** Starts it again on the same data. */
  restart(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer & AsyncDisposable> {
  const data = mkdtempSync(join(tmpdir(), 'server-'));
  const files = createWorkspace({ models: [], bundledModels: join(data, 'none'), data });
  const logged: string[] = [];
  let engine = createStubEngine(files);
  let server: RunningServer;
  const start = async () => {
    engine = createStubEngine(files);
    server = await startServer({
      port: 0,
      data,
      engine,
      registry: stubRegistry,
      log: (message) => logged.push(message),
    });
  };
  await start();
  return {
    files,
    logged,
    get url() {
      return server.url;
    },
    get configured() {
      return engine.configured;
    },
    get ran() {
      return engine.ran;
    },
    close: () => server.close(),
    async restart() {
      await server.close();
      await start();
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json(): JsonObject;
}

interface Ask {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** A request with exactly these headers, whatever a browser or `fetch` would make of them. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body }: Ask = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const path = url.slice(url.indexOf('/', 'http://'.length));
    const request = httpRequest({ hostname, port, path, method, headers, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as JsonObject,
        });
      });
    });
    request.end(body);
  });
}

export function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return ask(url, {
    method: 'POST',
    headers,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
}

export function idOf(answer: Answer): string {
  const id = answer.json()['prompt_id'];
  if (typeof id !== 'string') throw new Error(`not queued: ${answer.text}`);
  return id;
}

/** Queues a prompt that is expected to be taken; gives its id. */
export async function queue(url: string, body: object): Promise<string> {
  return idOf(await post(`${url}/prompt`, body));
}

export interface Client {
  readonly messages: readonly ServerMessage[];
  readonly frames: readonly Buffer[];
  readonly socket: WebSocket;
  /** Types of the messages so far, without `status`. */
  types(): MessageType[];
  /** Resolves with the first message, past or coming, that fits. */
  until(fits: (message: ServerMessage) => boolean): Promise<ServerMessage>;
  /** Resolves when the run is over. */
  untilOver(promptId: string): Promise<ServerMessage>;
}

/** Connects to `/ws`; each text frame is checked against the protocol. */
export async function connect(url: string, id = '', hello?: object): Promise<Client> {
  const query = id === '' ? '' : `?clientId=${id}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`, {
    origin: new URL(url).origin,
  });
  const messages: ServerMessage[] = [];
  const frames: Buffer[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data, isBinary) => {
    if (isBinary) frames.push(data as Buffer);
    else messages.push(parseServerMessage((data as Buffer).toString()));
    for (const check of waiting) check();
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  if (hello) socket.send(JSON.stringify({ type: 'feature_flags', data: hello }));
  const until: Client['until'] = (fits) =>
    new Promise((resolve) => {
      const check = () => {
        const found = messages.find(fits);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return {
    messages,
    frames,
    socket,
    types: () => messages.map((m) => m.type).filter((type) => type !== 'status'),
    until,
    untilOver: (id) =>
      until((m) => m.type === 'executing' && m.data.node === null && m.data.prompt_id === id),
  };
}

/** Asks again until the answer fits. */
export async function poll<T>(
  question: () => Promise<T>,
  fits: (answer: T) => boolean,
  everyMs = 10,
): Promise<T> {
  for (;;) {
    const answer = await question();
    if (fits(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
