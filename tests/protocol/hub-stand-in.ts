/** A stand-in for Hugging Face on loopback: the answers of its API, redirects to a second host, and its faults. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubFault {
  /** Breaks the connection after this many bytes of an answer, as often as `times` says. */
  cutAfter?: { bytes: number; times: number };
  /** Announces the checksum of other bytes. */
  wrongChecksum?: boolean;
  /** Answers 401 or 403 with this `x-error-code`. */
  refuse?: { status: number; code: string };
  /** Answers bytes slowly, so that a download can be met under way. */
  slow?: boolean;
}

export interface HubStandIn extends AsyncDisposable {
  readonly url: string;
  /** `METHOD path range` of each request to either host, with `+token` where it carried one. */
  readonly asked: string[];
  readonly fault: HubFault;
  put(file: string, bytes: Buffer): void;
}

const TOKEN = 'hf_secret';

/** @param lfs whether files are kept at a second host, with a checksum, as large ones are */
export async function startHub(lfs = true): Promise<HubStandIn> {
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const fault: HubFault = {};
  let cdnUrl = '';

  const note = (host: string, { method, url, headers }: IncomingMessage) => {
    const range = headers.range ? ` ${headers.range}` : '';
    asked.push(`${host} ${method} ${url}${range}${headers.authorization ? ' +token' : ''}`);
  };
  const etagOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  const hub = createServer((request, response) => {
    note('hub', request);
    const path = decodeURIComponent(request.url ?? '');
    const { refuse } = fault;
    if (refuse && request.headers.authorization !== `Bearer ${TOKEN}`) {
      response.writeHead(refuse.status, { 'x-error-code': refuse.code }).end();
      return;
    }
    const listed = /^\/api\/models\/[\w/.-]+\/tree\/main/.exec(path);
    if (listed) return listFiles(path, response);
    const name = /^\/[\w.-]+\/[\w.-]+\/resolve\/[\w.-]+\/(.+)$/.exec(path)?.[1] ?? '';
    const bytes = files.get(name);
    if (!bytes) {
      response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
      return;
    }
    const etag = fault.wrongChecksum ? etagOf(Buffer.from('other')) : etagOf(bytes);
    if (lfs) {
      response
        .writeHead(302, {
          location: `${cdnUrl}/${encodeURIComponent(name)}?signed`,
          'x-linked-etag': `"${etag}"`,
          'x-linked-size': bytes.length,
        })
        .end();
    } else send(request, response, bytes, 'small');
  });
  const cdn = createServer((request, response) => {
    note('cdn', request);
    const name = decodeURIComponent((request.url ?? '').slice(1).split('?')[0] ?? '');
    const bytes = files.get(name) ?? Buffer.alloc(0);
    send(request, response, bytes, `cdn-${etagOf(bytes).slice(0, 8)}`);
  });

  const listFiles = (path: string, response: ServerResponse) => {
    const all = [...files].map(([file, bytes]) => ({
      type: 'file',
      path: file,
      size: bytes.length,
    }));
    const second = path.includes('cursor=2');
    const half = Math.ceil(all.length / 2);
    const next = `<${urlOf(hub)}${path}&cursor=2>; rel="next"`;
    response.writeHead(200, { 'content-type': 'application/json', ...(!second && { link: next }) });
    const shown = second
      ? all.slice(half)
      : [{ type: 'directory', path: 'x', size: 0 }, ...all.slice(0, half)];
    response.end(JSON.stringify(shown));
  };

  const send = (
    request: IncomingMessage,
    response: ServerResponse,
    bytes: Buffer,
    etag: string,
  ) => {
    const { range, 'if-range': ifRange } = request.headers;
    const isSame = ifRange === undefined || ifRange === `"${etag}"`;
    const from = isSame ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    const part = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      etag: `"${etag}"`,
      'content-length': part.length,
      ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (request.method === 'HEAD') return void response.end();
    const { cutAfter } = fault;
    if (cutAfter && cutAfter.times-- > 0) {
      return void response.write(part.subarray(0, cutAfter.bytes), () =>
        setTimeout(() => response.destroy(), 50),
      );
    }
    if (fault.slow) {
      response.write(part.subarray(0, part.length / 2));
      return undefined;
    }
    return void response.end(part);
  };

  await Promise.all([hub, cdn].map((server) => listen(server)));
  cdnUrl = urlOf(cdn);
  return {
    url: urlOf(hub),
    asked,
    fault,
    put: (file, bytes) => void files.set(file, bytes),
    async [Symbol.asyncDispose]() {
      await Promise.all([hub, cdn].map((server) => end(server)));
    },
  };
}

export { TOKEN as HUB_TOKEN };

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
