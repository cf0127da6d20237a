import { existsSync } from 'node:fs';
import { setGlobalProxyFromEnv } from 'node:http';
import { join } from 'node:path';
import { freeSpaceOf } from '../../nodes/files/free-space.ts';
import { TOKENIZER_FILES, type TokenizerFile } from '../../nodes/files/tokenizer-files.ts';
import { pinned } from '../backend/downloads/pinned.ts';
import { transfer, type Watcher } from '../backend/downloads/transfer.ts';
import { createHub, hubEndpoint, type Hub } from '../backend/hub/hub.ts';
import { openToken } from '../backend/hub/token.ts';
import { placeOf } from '../backend/models/tokenizers.ts';
import { openConfiguration } from '../backend/settings/configuration.ts';
import { EXIT } from './exit-codes.ts';
import type { TokenizersArguments } from './tokenizers-arguments.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);
const watcher: Watcher = {
  located: async () => undefined,
  received: () => undefined,
  checking: () => undefined,
};

/** `taca-studio tokenizers`. @throws UserError what is wrong */
export async function tokenizers({ action, data, files }: TokenizersArguments): Promise<number> {
  const root = openConfiguration(data, { models: [] }).downloadFolder;
  if (action === 'list') {
    for (const file of TOKENIZER_FILES) for (const line of described(file, root)) print(line);
    return EXIT.ok;
  }
  setGlobalProxyFromEnv();
  const hub = createHub(
    hubEndpoint(process.env),
    openToken(join(data, 'user', 'hugging-face-token'), process.env['HF_TOKEN']),
  );
  for (const file of files) {
    for (const line of described(file, root)) print(line);
    if (!existsSync(join(root, placeOf(file)))) await fetchOne(file, root, hub);
  }
  return EXIT.ok;
}

function described(file: TokenizerFile, root: string): readonly string[] {
  const { folder, use, repo, revision, bytes, sha256, licence } = file;
  const path = join(root, placeOf(file));
  return [
    `${folder}  ${file.file} of ${repo} (${revision.slice(0, 8)}), for ${use}: ${existsSync(path) ? `in ${path}` : 'not here'}`,
    `      ${bytes} bytes, licence ${licence}, sha256 ${sha256}`,
  ];
}

async function fetchOne(file: TokenizerFile, root: string, hub: Hub): Promise<void> {
  const { repo, revision, sha256 } = file;
  const path = join(root, placeOf(file));
  const marks = { etag: null, sourceEtag: null };
  await transfer(
    { repo, revision, file: file.file, path, marks },
    { hub: pinned(hub, sha256), freeSpace: freeSpaceOf },
    watcher,
    new AbortController().signal,
  );
  print(`      It came whole, and is in ${path}.`);
}
