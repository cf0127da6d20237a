import type { ZodError } from 'zod';
import type { Json, JsonObject } from '../../../nodes/graph/json.ts';
import type { ApiError } from '../../protocol/http.ts';

/** A request that is refused: the status and ComfyUI's shape of an error. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly statusCode: number;
  readonly body: { readonly error: ApiError; readonly node_errors: JsonObject };

  constructor(
    statusCode: number,
    type: string,
    message: string,
    details = '',
    extraInfo: { [key: string]: Json } = {},
  ) {
    super(message);
    this.statusCode = statusCode;
    this.body = { error: { type, message, details, extra_info: extraInfo }, node_errors: {} };
  }
}

/** What does not fit the shape of a request body, by the path to it. */
export function badRequest(error: ZodError): Refused {
  const details = error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    .join('; ');
  return new Refused(400, 'invalid_request', 'The request is not of the expected shape', details);
}
