import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { UserError } from '../../../nodes/errors.ts';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import { resolveInside } from '../../../nodes/files/paths.ts';
import { makeFolder } from '../../../nodes/files/reserve.ts';
import type { FileType } from '../../../nodes/files/workspace.ts';
import { originalRef } from '../../protocol/http.ts';
import type { Backend } from '../backend.ts';
import { badRequest, Refused } from '../http/errors.ts';
import { readUpload, type Upload } from '../http/read-upload.ts';
import { applyMask } from '../pictures/apply-mask.ts';

/** /upload/image and /upload/mask: files for the input folder, or another. */
export function uploadRoutes(app: FastifyInstance, { files }: Backend): void {
  let last: Promise<unknown> = Promise.resolve();

  const store = (upload: Upload) => {
    // One after the other, so that two uploads never choose the same free name.
    const stored = last.then(() => storeUpload(files.folders, upload));
    last = stored.catch(() => undefined);
    return stored;
  };

  app.post('/upload/image', async (request) => store(await readUpload(request)));

  app.post('/upload/mask', async (request) => {
    const upload = await readUpload(request);
    const original = await readOriginal(files.folders, upload.fields.get('original_ref'));
    return store({ ...upload, bytes: await applyMask(original, upload.bytes) });
  });
}

type Folders = Backend['files']['folders'];

async function storeUpload(folders: Folders, { name, bytes, fields }: Upload) {
  const type = fileType(fields.get('type') ?? 'input');
  const subfolder = fields.get('subfolder') ?? '';
  const overwrite = ['true', '1'].includes(fields.get('overwrite') ?? '');
  const folder = asRequest(() => makeFolder(folders[type], subfolder));
  const chosen = overwrite ? name : await freeName(folder, name, bytes);
  await writeAtomic(join(folder, chosen), bytes);
  return { name: chosen, subfolder, type };
}

function readOriginal(folders: Folders, reference = ''): Promise<Buffer> {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(reference);
  } catch {
    // Not JSON: the schema says so.
  }
  const { data, error } = originalRef.safeParse(parsed);
  if (error) throw badRequest(error);
  const { filename, subfolder, type } = data;
  const root = folders[fileType(type ?? 'output')];
  return readFile(asRequest(() => resolveInside(root, join(subfolder ?? '', basename(filename)))));
}

function fileType(type: string): FileType {
  if (type === 'input' || type === 'temp' || type === 'output') return type;
  throw new Refused(400, 'bad_type', 'Type is input, temp or output');
}

/** A name that leads nowhere good is the request's fault. */
function asRequest<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const status = ['bad_path', 'outside_folder', 'file_not_found'].includes(error.code)
      ? 400
      : 500;
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
