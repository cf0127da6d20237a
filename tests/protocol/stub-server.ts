/** A server with a stub engine in a process of its own, to be killed: `stub-server.ts DATA`. Prints its address. */
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { startServer } from '../../electron/backend/server.ts';
import { createStubEngine, stubRegistry } from './stub-engine.ts';

const data = process.argv[2] ?? '';
const files = createWorkspace({ models: [], bundledModels: `${data}/none`, data });
try {
  const { url } = await startServer({
    port: 0,
    data,
    engine: createStubEngine(files),
    registry: stubRegistry,
  });
  process.stdout.write(`${url}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
