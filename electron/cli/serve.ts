import { once } from 'node:events';
import { createEngine } from '../backend/engine/supervisor.ts';
import { createJournal } from '../backend/journal.ts';
import { startServer } from '../backend/server.ts';
import { openConfiguration } from '../backend/settings/configuration.ts';
import type { ServeArguments } from './arguments.ts';
import { EXIT } from './exit-codes.ts';
import { ownerOf } from './owner.ts';

/** Serves until a signal ends it; the running job waits for the next start. */
export async function serve(args: ServeArguments): Promise<number> {
  const { data, models, device, threads, precision, maxBuffer, port, host } = args;
  const fixed = {
    models,
    ...(device && { device }),
    ...(threads !== undefined && { threads }),
    ...(precision && { precision }),
    ...(maxBuffer !== undefined && { maxBuffer }),
  };
  const configuration = openConfiguration(data, fixed);
  const owner = args.attached ? await ownerOf(process.stdin) : null;
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const journal = createJournal();
  const engine = createEngine({
    settings: configuration.engine(),
    eager: true,
    log: (line) => {
      journal.add(line);
      log(line);
    },
  });
  const server = await startServer({
    port,
    host,
    data,
    configuration,
    engine,
    log,
    journal,
    token: owner?.token,
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  process.stdout.write(`TACA Studio is at ${server.url}\n`);
  await Promise.race([
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
    once(process, 'SIGHUP'),
    ...(owner ? [owner.gone] : []),
  ]);
  await server.close();
  return EXIT.ok;
}
