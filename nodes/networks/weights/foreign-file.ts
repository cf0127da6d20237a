import { UserError } from '../../errors.ts';

interface Foreign {
  readonly code: string;
  readonly what: string;
  readonly cure: string;
  matches(bytes: Uint8Array, text: string): boolean;
}

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((b, i) => bytes[i] === b);

const FOREIGN: readonly Foreign[] = [
  {
    code: 'weights_web_page',
    what: 'is a web page, not weights',
    cure: 'The site sent its login or error page; sign in, accept the licence, and download the file itself.',
    matches: (_, text) => /^\s*<(!doctype|html|head|\?xml)/i.test(text),
  },
  {
    code: 'weights_lfs_pointer',
    what: 'is a Git LFS pointer, not weights',
    cure: 'Run `git lfs pull` in that checkout, or download the file from the model page.',
    matches: (_, text) => text.startsWith('version https://git-lfs'),
  },
  {
    code: 'weights_pickle',
    what: 'is a PyTorch pickle (.ckpt, .pt, .bin) under another name; such files can run code and are not read',
    cure: 'Download the .safetensors version, or convert it with safetensors.torch.save_file in Python.',
    matches: (bytes) =>
      starts(bytes, 0x50, 0x4b, 3, 4) || (bytes[0] === 0x80 && Number(bytes[1]) < 6),
  },
  {
    code: 'weights_gguf',
    what: 'is a GGUF file, which holds models alone',
    cure: 'Use a .safetensors file here.',
    matches: (_, text) => text.startsWith('GGUF'),
  },
  {
    code: 'weights_archive',
    what: 'is a compressed archive',
    cure: 'Unpack it and use the .safetensors file inside.',
    matches: (bytes) =>
      starts(bytes, 0x1f, 0x8b) ||
      starts(bytes, 0x37, 0x7a, 0xbc, 0xaf) ||
      starts(bytes, 0x52, 0x61, 0x72, 0x21),
  },
  {
    code: 'weights_json',
    what: 'is JSON text (an index, a config or an error message), not weights',
    cure: 'Choose the .safetensors file, or the folder that holds its parts.',
    matches: (_, text) => /^\s*[{[]/.test(text),
  },
];

/** What a file that is no .safetensors is, by its first bytes; null when they tell nothing. */
export function foreignFile(path: string, start: Uint8Array): UserError | null {
  const text = new TextDecoder('latin1').decode(start);
  const found = FOREIGN.find((kind) => kind.matches(start, text));
  return found ? new UserError(found.code, `${path} ${found.what}.`, found.cure) : null;
}
