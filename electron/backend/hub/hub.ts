/** Asks Hugging Face about repositories and files. Interface: huggingface.co/docs/hub/api. */
import { z } from 'zod';
import { UserError } from '../../../nodes/errors.ts';
import type { HubFiles } from '../../protocol/downloads.ts';
import { nextPage, pathOf, withoutBody } from './headers.ts';
import { refusalOf, unreachable } from './refusals.ts';
import type { TokenFile } from './token.ts';

const ANSWER_MS = 30_000;
const MOST_HOPS = 10;
const MOST_PAGES = 20;
const SHA256 = /^[0-9a-f]{64}$/;
const tree = z.array(z.looseObject({ type: z.string(), path: z.string(), size: z.number() }));

/** Where the bytes of a file are had, and what they must be. */
export interface LocatedFile {
  /** May be of another host, and signed for a while. */
  readonly url: URL;
  /** Changes when the file does. */
  readonly etag: string | null;
  readonly size: number | null;
  /** Of the whole file; null for small files, which are kept without. */
  readonly sha256: string | null;
}

export interface Hub extends TokenFile {
  readonly endpoint: URL;
  /** @throws UserError `hub_…` */
  files(repo: string, revision: string): Promise<HubFiles>;
  /** @throws UserError `hub_…` */
  locate(
    file: { readonly repo: string; readonly revision: string; readonly file: string },
    signal: AbortSignal,
  ): Promise<LocatedFile>;
  /** Asks for bytes; the token goes along to the endpoint's own origin only. */
  fetch(
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response>;
}

export function createHub(endpoint: URL, token: TokenFile): Hub {
  const ask = async (
    url: URL,
    method: 'GET' | 'HEAD',
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Response> => {
    const secret = url.origin === endpoint.origin ? token.token() : null;
    try {
      return await fetch(url, {
        method,
        signal,
        redirect: 'manual',
        headers: {
          'accept-encoding': 'identity',
          'user-agent': 'taca-studio',
          ...headers,
          ...(secret !== null && { authorization: `Bearer ${secret}` }),
        },
      });
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(url, error);
    }
  };

  /** Follows redirects one by one, so that each is asked with what its host may know. */
  const follow = async (
    from: URL,
    method: 'GET' | 'HEAD',
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    stopAt: (next: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response }> => {
    let url = from;
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      const response = await ask(url, method, headers, signal);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        return { url, response };
      }
      const next = new URL(location, url);
      if (next.protocol !== 'https:' && next.protocol !== endpoint.protocol) {
        throw unreachable(next, new Error('a redirect leads to an address that is not secure'));
      }
      if (stopAt(next)) return { url: next, response };
      await withoutBody(response);
      url = next;
    }
    throw unreachable(from, new Error(`more than ${MOST_HOPS} redirects`));
  };

  return {
    endpoint,
    ...token,
    async files(repo, revision) {
      const signal = AbortSignal.timeout(ANSWER_MS);
      const files: { path: string; size: number }[] = [];
      let page: URL | null = new URL(
        `/api/models/${pathOf(repo)}/tree/${encodeURIComponent(revision)}?recursive=true`,
        endpoint,
      );
      for (let i = 0; page && i < MOST_PAGES; i++) {
        const { response } = await follow(page, 'GET', {}, signal);
        if (!response.ok) throw await refusalOf(response, { repo, token: token.token() }, endpoint);
        const entries = tree.parse(await response.json());
        files.push(
          ...entries
            .filter(({ type }) => type === 'file')
            .map(({ path, size }) => ({ path, size })),
        );
        page = nextPage(response, endpoint);
      }
      return { repo, revision, files };
    },
    async locate({ repo, revision, file }, signal) {
      const from = new URL(
        `/${pathOf(repo)}/resolve/${encodeURIComponent(revision)}/${pathOf(file)}`,
        endpoint,
      );
      const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      const elsewhere = (next: URL) => next.origin !== endpoint.origin;
      const { url, response } = await follow(from, 'HEAD', {}, limited, elsewhere);
      const { headers, status } = response;
      await withoutBody(response);
      if (status >= 400)
        throw await refusalOf(response, { repo, file, token: token.token() }, endpoint);
      const linked = headers.get('x-linked-etag');
      const etag = (linked ?? headers.get('etag'))?.replace(/^W\//, '').replaceAll('"', '') ?? null;
      const told =
        headers.get('x-linked-size') ?? (status < 300 ? headers.get('content-length') : null);
      return {
        url,
        etag,
        size: told === null ? null : Number(told),
        sha256: etag !== null && SHA256.test(etag) ? etag : null,
      };
    },
    async fetch(url, headers, signal) {
      const { response } = await follow(url, 'GET', headers, signal);
      return response;
    },
  };
}

/** `HF_ENDPOINT`, as Hugging Face's own clients read it. @throws UserError `hub_address` */
export function hubEndpoint(env: Readonly<Record<string, string | undefined>>): URL {
  const text = env['HF_ENDPOINT'] || 'https://huggingface.co';
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new UserError(
    'hub_address',
    `HF_ENDPOINT is "${text}", which is not an address.`,
    'Set it to an https address, or remove it.',
  );
}
