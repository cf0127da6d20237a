/** Requests to the server that the page came from. */
import { isObject, parseJson, stringifyJson, type Json } from '../../nodes/graph/json.ts';

/** What the server answered instead of what was asked for. */
export class RequestError extends Error {
  readonly status: number;
  /** The body, for those who know its shape; null when it is no JSON. */
  readonly body: Json;

  constructor(status: number, message: string, body: Json) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.body = body;
  }
}

/** @throws RequestError for an answer other than 2xx, TypeError when none comes. */
export async function getJson(path: string, init?: RequestInit): Promise<Json> {
  const response = await fetch(path, init);
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) throw new RequestError(response.status, messageOf(body, response), body);
  return body;
}

/** @throws as `getJson` */
export function sendJson(
  path: string,
  body: unknown,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST',
): Promise<Json> {
  return getJson(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: stringifyJson(body),
  });
}

function parse(text: string): Json {
  if (text === '') return null;
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function messageOf(body: Json, response: Response): string {
  const error = isObject(body) ? body['error'] : null;
  const message = isObject(error) ? error['message'] : null;
  return typeof message === 'string' ? message : `${response.status} ${response.statusText}`;
}
