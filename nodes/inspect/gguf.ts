/** What a GGUF file says of itself. Format: github.com/ggml-org/ggml, docs/gguf.md. */

/** `general.file_type`, as llama.cpp numbers them. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  32: 'BF16',
};
/** Sizes of GGUF's value types 0 to 12; strings (8) and arrays (9) tell their own. */
const SIZES = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const STRING = 8;
const ARRAY = 9;
const UINT32 = 4;

export interface GgufFacts {
  /** "flux", "sd3", "t5", … */
  readonly architecture: string | null;
  readonly fileType: string | null;
}

/**
 * Reads key by key until both are found, an array comes, or the bytes end; what is damaged tells nothing.
 * @param start the first bytes of the file
 */
export function ggufFacts(start: Uint8Array): GgufFacts {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  let at = 24;
  let architecture: string | null = null;
  let fileType: string | null = null;
  const text = () => {
    const length = Number(view.getBigUint64(at, true));
    at += 8;
    if (length > start.length - at) throw new RangeError('a string leaves the header');
    const value = new TextDecoder().decode(start.subarray(at, at + length));
    at += length;
    return value;
  };
  try {
    const count = Number(view.getBigUint64(16, true));
    for (let i = 0; i < count && !(architecture && fileType); i++) {
      const key = text();
      const type = view.getUint32(at, true);
      at += 4;
      if (type === STRING) {
        const value = text();
        if (key === 'general.architecture') architecture = value.slice(0, 40);
        continue;
      }
      const size = SIZES[type];
      if (type === ARRAY || size === undefined) break;
      if (key === 'general.file_type' && type === UINT32) {
        fileType = FILE_TYPES[view.getUint32(at, true)] ?? null;
      }
      at += size;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { architecture, fileType };
}
