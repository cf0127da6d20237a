import type { StoredType } from '../stored-types.ts';

/** Numbers of ggml's tensor types. Source: github.com/ggml-org/ggml, include/ggml.h, `enum ggml_type`. */
const TYPES: Readonly<Record<number, StoredType>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  20: 'IQ4_NL',
  23: 'IQ4_XS',
  24: 'I8',
  25: 'I16',
  26: 'I32',
  27: 'I64',
  28: 'F64',
  30: 'BF16',
};
/** Types that are known by name alone. */
const OTHERS: Readonly<Record<number, string>> = {
  4: 'Q4_2',
  5: 'Q4_3',
  9: 'Q8_1',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  21: 'IQ3_S',
  22: 'IQ2_S',
  29: 'IQ1_M',
  34: 'TQ1_0',
  35: 'TQ2_0',
  39: 'MXFP4',
  40: 'NVFP4',
};

/** The type that a number stands for; null for one that is not read. */
export function ggufType(id: number): StoredType | null {
  return TYPES[id] ?? null;
}

export function ggufTypeName(id: number): string {
  return TYPES[id] ?? OTHERS[id] ?? `type ${id}, which is unknown`;
}

export const GGUF_TYPE_NAMES: readonly string[] = Object.values(TYPES);
