import { randomUUID } from 'node:crypto';
import { extname, join } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { safeFileName, segmentsOf } from '../../../nodes/files/paths.ts';
import type { DownloadRequest } from '../../protocol/downloads.ts';
import { parseHubAddress } from '../hub/address.ts';
import type { DownloadRecord } from './download-record.ts';

const READABLE = /\.(safetensors|sft|gguf|json|model|txt)$/i;

/**
 * @param root the folder with `checkpoints`, `loras`, … that gets it
 * @throws UserError `hub_address`, `download_file`, `download_type`, `download_folder`, `download_name`, `bad_path`
 */
export function newDownload(
  request: DownloadRequest,
  endpoint: URL,
  folders: readonly string[],
  root: string,
): DownloadRecord {
  const address = parseHubAddress(request.source, endpoint);
  const file = request.file ?? address.file;
  if (file === null) {
    throw new UserError(
      'download_file',
      `${address.repo} is a repository, not a file.`,
      'Choose one of its files.',
    );
  }
  if (!READABLE.test(file)) {
    throw new UserError(
      'download_type',
      `${file} is of a type that is not read; pickles (.ckpt, .pt, .bin) can run code.`,
      'Choose a .safetensors file.',
    );
  }
  if (!folders.includes(request.folder)) {
    throw new UserError(
      'download_folder',
      `There is no models folder "${request.folder}".`,
      `Choose one of ${folders.join(', ')}.`,
    );
  }
  const parts = segmentsOf(file);
  const name = segmentsOf(request.name ?? parts.at(-1) ?? '')
    .map((part) => safeFileName(part))
    .join('/');
  if (extname(name).toLowerCase() !== extname(file).toLowerCase()) {
    throw new UserError(
      'download_name',
      `"${name}" does not end as ${parts.at(-1)} does.`,
      `Let its name end with ${extname(file)}.`,
    );
  }
  return {
    id: randomUUID(),
    repo: address.repo,
    revision: address.revision,
    file: parts.join('/'),
    folder: request.folder,
    name,
    path: join(root, request.folder, name),
    state: 'waiting',
    size: null,
    verified: false,
    problem: null,
    etag: null,
    sourceEtag: null,
    sha256: request.sha256 ?? null,
  };
}
