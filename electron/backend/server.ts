import type { IncomingMessage, Server } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { UserError } from '../../nodes/errors.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import { registry as allNodes } from '../../nodes/index.ts';
import type { Engine } from '../protocol/engine.ts';
import { createAdvisor } from './advisor.ts';
import { FEATURES, type Backend } from './backend.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { openGallery } from './gallery/gallery.ts';
import { createApp } from './http/app.ts';
import { carriesToken } from './http/access-token.ts';
import { refusal } from './http/request-rules.ts';
import { openModelServices } from './models/model-services.ts';
import { openThumbnails } from './pictures/thumbnails.ts';
import { galleryRoutes } from './routes/gallery.ts';
import { adviceRoutes } from './routes/advice.ts';
import { logRoutes } from './routes/log.ts';
import { downloadRoutes } from './routes/downloads.ts';
import { draftRoutes } from './routes/drafts.ts';
import { modelRoutes } from './routes/models.ts';
import { pageRoutes } from './routes/page.ts';
import { promptRoutes } from './routes/prompt.ts';
import { queueRoutes } from './routes/queue.ts';
import { settingsRoutes } from './routes/settings.ts';
import { studioModelRoutes } from './routes/studio-models.ts';
import { studioQueueRoutes } from './routes/studio-queue.ts';
import { systemRoutes } from './routes/system.ts';
import { uploadRoutes } from './routes/upload.ts';
import { userdataRoutes } from './routes/userdata.ts';
import { viewRoute } from './routes/view.ts';
import { createJournal, type Journal } from './journal.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { openConfiguration, type Configuration } from './settings/configuration.ts';
import { createSockets } from './sockets.ts';
import { openDatabase } from './store/database.ts';
import { jobStore } from './store/job-store.ts';
import { userData } from './user/user-data.ts';

export interface ServerOptions {
  /** 0: any free port. */
  readonly port: number;
  /** An address of this machine; without it, loopback alone. */
  readonly host?: string | undefined;
  /** Gets the queue, the pictures and what is cached. */
  readonly data: string;
  /** What the engine was started with; the settings file alone when absent. */
  readonly configuration?: Configuration;
  readonly engine: Engine;
  /** What every request must carry; without it, whoever reaches the server may use it. */
  readonly token?: string | undefined;
  /** The nodes that there are; all of ours when absent. */
  readonly registry?: Registry;
  readonly log?: (message: string) => void;
  /** Keeps the last lines of the log; whoever writes the engine's lines into it shares it. */
  readonly journal?: Journal;
}

export interface RunningServer {
  readonly url: string;
  /** Stops taking requests, ends the engine and closes the queue; the running job waits for the next start. */
  close(): Promise<void>;
}

/**
 * Starts the server: queue, history, files and the dispatcher that feeds the engine.
 * @throws UserError `data_in_use`, `database_newer`, `port_in_use`, `output_unwritable`
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { engine, registry = allNodes, host = '127.0.0.1', token } = options;
  const journal = options.journal ?? createJournal();
  const write = options.log ?? ((message) => void process.stderr.write(`${message}\n`));
  const log = (message: string) => {
    journal.add(message);
    write(message);
  };
  const { configuration = openConfiguration(options.data, { models: [] }) } = options;
  const workspace = () => ({
    models: configuration.models(),
    bundledModels: BUNDLED_MODELS,
    data: options.data,
  });
  const files = createWorkspace(workspace());
  const advisor = createAdvisor(workspace);
  const store = jobStore(openDatabase(join(files.folders.user, 'queue.sqlite'), log));
  files.clean(new Set(store.pending().map((job) => job.id)));
  const user = userData(files.folders.user);
  const modelServices = openModelServices(files, configuration, process.env);

  const gallery = openGallery(files, log);
  const thumbnails = openThumbnails(join(files.folders.cache, 'thumbnails'));
  void thumbnails.trim();

  const sockets = createSockets({
    features: FEATURES,
    status: () => dispatcher.status(),
    connected: (client) => dispatcher.greet(client),
  });
  const dispatcher: Dispatcher = createDispatcher({
    store,
    engine,
    sockets,
    settle(id) {
      files.settle(id);
      const job = store.historyOf(id);
      if (job) gallery.add(job);
    },
    log,
    note: (text) => journal.add(text),
  });
  const backend: Backend = {
    files,
    registry,
    store,
    engine,
    dispatcher,
    sockets,
    journal,
    gallery,
    thumbnails,
    ...modelServices,
  };

  const ownNames = [hostname().toLowerCase(), host.toLowerCase()];
  const app = await createApp({ ownNames, token });
  for (const prefix of ['', '/api']) {
    await app.register(
      async (scope) => {
        for (const routes of [
          promptRoutes,
          queueRoutes,
          studioQueueRoutes,
          logRoutes,
          viewRoute,
          galleryRoutes,
          uploadRoutes,
          modelRoutes,
          studioModelRoutes,
          downloadRoutes,
          settingsRoutes,
          systemRoutes,
        ]) {
          routes(scope, backend);
        }
        adviceRoutes(scope, advisor);
        await userdataRoutes(scope, user.files);
        await draftRoutes(scope, user.drafts, sockets);
        workflowRoutes(scope, () => user.savedWorkflows());
      },
      { prefix },
    );
  }
  pageRoutes(app);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split('?')[0] ?? '';
    const { method = 'GET', headers } = request;
    if (path !== '/ws' && path !== '/api/ws') return hangUp(socket, '404 Not Found');
    if (refusal({ method, path, headers }, ownNames)) return hangUp(socket, '403 Forbidden');
    if (!carriesToken(headers, token)) return hangUp(socket, '401 Unauthorized');
    return sockets.accept(request, socket, head);
  });

  const close = async () => {
    sockets.close();
    await app.close();
    await advisor.close();
    await modelServices.close();
    await backend.dispatcher.close();
    await gallery.close();
    store.close();
  };
  try {
    await app.listen({ port: options.port, host });
  } catch (error) {
    await close();
    throw explain(error, options.port, host);
  }
  dispatcher.wake();
  return { url: urlOf(app.server, host), close };
}

function hangUp(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function explain(error: unknown, port: number, host: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') return error;
  return new UserError(
    code === 'EADDRINUSE' ? 'port_in_use' : 'address_unavailable',
    `The server cannot listen on ${host}:${port} (${code}).`,
    'Choose another with --port or --host, or stop the program that uses it.',
    { cause: error },
  );
}
