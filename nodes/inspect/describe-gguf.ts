import { closeSync, openSync, readSync } from 'node:fs';
import { ggufFacts } from './gguf.ts';
import type { ModelFacts, ModelGroup } from './model-facts.ts';

const HEADER_BYTES = 64 * 1024;
const GGUF = 'GGUF';

/** Architectures as converters for diffusion models write them. */
const KNOWN: Readonly<Record<string, readonly [kind: string, group: ModelGroup]>> = {
  flux: ['FLUX.1', 'transformer'],
  sd3: ['SD3 or SD3.5', 'transformer'],
  t5: ['T5', 'text-encoder'],
  t5encoder: ['T5', 'text-encoder'],
};

/** Names a GGUF file, which is not read yet; null for every other file. */
export function describeGguf(
  path: string,
): Pick<ModelFacts, 'group' | 'kind' | 'precision'> | null {
  const start = firstBytes(path);
  if (new TextDecoder('latin1').decode(start.subarray(0, 4)) !== GGUF) return null;
  const { architecture, fileType } = ggufFacts(start);
  const [kind, group] = KNOWN[architecture ?? ''] ?? [architecture ?? 'Unknown', 'other'];
  return { group, kind, precision: fileType === null ? GGUF : `${GGUF} ${fileType}` };
}

function firstBytes(path: string): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return bytes.subarray(0, 0);
  }
}
