import { basename, extname } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { safeFileName } from '../../../nodes/files/paths.ts';
import { Refused } from './errors.ts';

export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
  readonly fields: ReadonlyMap<string, string>;
}

/** The file in the field `image` of a multipart body, and the other fields. @throws Refused when there is none */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refused(400, 'no_image', 'The body is not multipart');
  const fields = new Map<string, string>();
  let file: { name: string; bytes: Buffer } | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields.set(part.fieldname, String(part.value));
    else if (part.fieldname === 'image') {
      file = { name: uploadName(part.filename), bytes: await part.toBuffer() };
    } else part.file.resume();
  }
  if (!file) throw new Refused(400, 'no_image', 'There is no file in the field "image"');
  return { ...file, fields };
}

/** The last part of the name, made so that every system can store it. @throws Refused when nothing is left */
function uploadName(given: string): string {
  const name = basename(given.replaceAll('\\', '/')).replace(/[. ]+$/, '');
  if (name === '') throw new Refused(400, 'bad_name', 'The file has no name');
  const extension = extname(name);
  const stem = safeFileName(name.slice(0, name.length - extension.length), 180);
  return extension === '' ? stem : safeFileName(`${stem}${extension.slice(0, 20)}`);
}
