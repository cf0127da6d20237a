import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UserError } from '../../../nodes/errors.ts';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import { safeFileName } from '../../../nodes/files/paths.ts';
import { makeFolder } from '../../../nodes/files/reserve.ts';
import type { Backend } from '../backend.ts';
import { Refused } from '../http/errors.ts';

interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

/** /upload/image: a file for the input folder, or another. */
export function uploadRoute(app: FastifyInstance, { files }: Backend): void {
  let last: Promise<unknown> = Promise.resolve();

  app.post('/upload/image', async (request) => {
    const { name, bytes, fields } = await readUpload(request);
    const type = fields['type'] ?? 'input';
    if (type !== 'input' && type !== 'temp' && type !== 'output') {
      throw new Refused(400, 'bad_type', 'Type is input, temp or output');
    }
    const subfolder = fields['subfolder'] ?? '';
    const overwrite = fields['overwrite'] === 'true' || fields['overwrite'] === '1';
    const store = async () => {
      const folder = folderFor(files.folders[type], subfolder);
      const chosen = overwrite ? name : await freeName(folder, name, bytes);
      await writeAtomic(join(folder, chosen), bytes);
      return { name: chosen, subfolder, type };
    };
    // One after the other, so that two uploads never choose the same free name.
    const stored = last.then(store);
    last = stored.catch(() => undefined);
    return stored;
  });
}

async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new Refused(400, 'no_image', 'The body is not multipart');
  const fields: Record<string, string> = {};
  let file: { name: string; bytes: Buffer } | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
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
  if (name === '' || name === '..') throw new Refused(400, 'bad_name', 'The file has no name');
  const extension = extname(name);
  const stem = safeFileName(name.slice(0, name.length - extension.length), 180);
  return extension === '' ? stem : safeFileName(`${stem}${extension.slice(0, 20)}`);
}

function folderFor(root: string, subfolder: string): string {
  try {
    return makeFolder(root, subfolder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const status = error.code === 'bad_path' || error.code === 'outside_folder' ? 400 : 500;
    throw new Refused(status, error.code, error.message, error.cure);
  }
}

/** The name itself, if it is free or holds the same bytes; else `name (1).png` and so on. */
async function freeName(folder: string, name: string, bytes: Buffer): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let i = 0; ; i++) {
    const candidate = i === 0 ? name : `${stem} (${i})${extension}`;
    const path = join(folder, candidate);
    if (!existsSync(path)) return candidate;
    if (bytes.equals(await readFile(path).catch(() => Buffer.alloc(0)))) return candidate;
  }
}
