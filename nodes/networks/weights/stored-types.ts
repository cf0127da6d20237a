/** How the numbers of a tensor lie in a file. */

/** Plain types as safetensors spells them, with the bytes of one element. */
export const BYTES_PER_ELEMENT = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;
export type PlainType = keyof typeof BYTES_PER_ELEMENT;

/** GGUF's blocks: so many elements in so many bytes. Source: github.com/ggml-org/ggml, src/ggml-common.h. */
const BLOCKS = {
  Q4_0: { elements: 32, bytes: 18 },
  Q4_1: { elements: 32, bytes: 20 },
  Q5_0: { elements: 32, bytes: 22 },
  Q5_1: { elements: 32, bytes: 24 },
  Q8_0: { elements: 32, bytes: 34 },
  Q2_K: { elements: 256, bytes: 84 },
  Q3_K: { elements: 256, bytes: 110 },
  Q4_K: { elements: 256, bytes: 144 },
  Q5_K: { elements: 256, bytes: 176 },
  Q6_K: { elements: 256, bytes: 210 },
  IQ4_NL: { elements: 32, bytes: 18 },
  IQ4_XS: { elements: 256, bytes: 136 },
} as const;
export type BlockType = keyof typeof BLOCKS;

/** The 4-bit codes of bitsandbytes, two to a byte. */
const CODES = { NF4: { elements: 2, bytes: 1 }, FP4: { elements: 2, bytes: 1 } } as const;
export type CodeType = keyof typeof CODES;

/** Plain bytes whose rows have scales of their own. */
const BY_ROWS = { I8_ROWS: 'I8', F8_E4M3_ROWS: 'F8_E4M3', F8_E5M2_ROWS: 'F8_E5M2' } as const;
export type ByRowsType = keyof typeof BY_ROWS;

export type StoredType = PlainType | BlockType | CodeType | ByRowsType;

/** The smallest run of elements that can be read alone. */
export interface Unit {
  readonly elements: number;
  readonly bytes: number;
}

const BYTE: Unit = { elements: 1, bytes: 1 };
const UNITS = { ...BLOCKS, ...CODES, I8_ROWS: BYTE, F8_E4M3_ROWS: BYTE, F8_E5M2_ROWS: BYTE };

export function isPlain(type: StoredType): type is PlainType {
  return Object.hasOwn(BYTES_PER_ELEMENT, type);
}

export function isCoded(type: StoredType): type is CodeType {
  return Object.hasOwn(CODES, type);
}

/** The plain type of bytes that are scaled by rows; null for another type. */
export function typeOfRows(type: StoredType): PlainType | null {
  return Object.hasOwn(BY_ROWS, type) ? BY_ROWS[type as ByRowsType] : null;
}

/** The type of such bytes once their rows have scales; null where there is none. */
export function byRows(type: StoredType): ByRowsType | null {
  const name = `${type}_ROWS`;
  return Object.hasOwn(BY_ROWS, name) ? (name as ByRowsType) : null;
}

export function unitOf(type: StoredType): Unit {
  if (isPlain(type)) return { elements: 1, bytes: BYTES_PER_ELEMENT[type] };
  return UNITS[type];
}
