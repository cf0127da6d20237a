import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TOKENIZER_FILES, type TokenizerFile } from '../../../nodes/files/tokenizer-files.ts';
import type { DownloadRequest, TokenizerOffer } from '../../protocol/downloads.ts';

/** Where a vocabulary lies below a models folder. */
export function placeOf({ folder, file }: TokenizerFile): string {
  return join('tokenizers', folder, file);
}

/** @param root the models folder that gets what is downloaded */
export function tokenizerOffers(root: string): TokenizerOffer[] {
  return TOKENIZER_FILES.map((one) => {
    const { folder, use, file, bytes, sha256, licence, repo } = one;
    const isThere = existsSync(join(root, placeOf(one)));
    const request = requestOf(one);
    return { folder, use, file, bytes, sha256, licence, repo, isThere, request };
  });
}

function requestOf({ repo, revision, file, folder, sha256 }: TokenizerFile): DownloadRequest {
  return {
    source: `https://huggingface.co/${repo}/resolve/${revision}/${file}`,
    folder: 'tokenizers',
    name: `${folder}/${file}`,
    sha256,
  };
}
