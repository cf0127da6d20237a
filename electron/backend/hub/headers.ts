/** A path with each part encoded. */
export function pathOf(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

/** The page after this one, on the same site; null after the last. */
export function nextPage(response: Response, endpoint: URL): URL | null {
  const link = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  const url = link === undefined ? null : new URL(link, endpoint);
  return url?.origin === endpoint.origin ? url : null;
}

/** Lets a connection go whose body is of no interest. */
export async function withoutBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
