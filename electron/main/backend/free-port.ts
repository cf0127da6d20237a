import { createServer } from 'node:net';

/** `wanted` where nothing listens on it, else 0 (any). A page keeps its settings by address, so the port should stay. */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () =>
      probe.close(() => resolve(wanted)),
    );
  });
}
