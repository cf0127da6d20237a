/** In what the weights of a network's linear layers lie in memory, and what their products are computed in. */

/** Names of precisions, the exact first. */
export const PRECISIONS = ['fp32', 'fp16', 'int8', 'int4', 'w8a8', 'w4a8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Type of the scales of weight-only blocks, and of what stays plain beside them. */
export type ScaleType = 'F32' | 'F16';

interface Meaning {
  /** For people. */
  readonly title: string;
  /** Bits of a weight, without its scales. */
  readonly bits: number;
  /** Weights that share a scale; 0: none, or one a row, which is too little to count. */
  readonly block: number;
  readonly runsOn: 'everything' | 'cpu' | 'gpu';
}

/** Blocks and forms: `networks/weights/linear-form.ts`. */
export const MEANING: Readonly<Record<Precision, Meaning>> = {
  fp32: { title: '32 bit', bits: 32, block: 0, runsOn: 'everything' },
  fp16: { title: '16 bit', bits: 16, block: 0, runsOn: 'gpu' },
  int8: { title: '8 bit', bits: 8, block: 32, runsOn: 'everything' },
  int4: { title: '4 bit', bits: 4, block: 32, runsOn: 'everything' },
  w8a8: { title: '8 bit, activations too', bits: 8, block: 0, runsOn: 'cpu' },
  w4a8: { title: '4 bit, activations 8', bits: 4, block: 32, runsOn: 'cpu' },
};

/** Bytes of one weight with its share of the scales. */
export function bytesPerWeight(precision: Precision, scaleType: ScaleType): number {
  const { bits, block } = MEANING[precision];
  const scale = precision === 'w4a8' || scaleType === 'F32' ? 4 : 2;
  return bits / 8 + (block > 0 ? scale / block : 0);
}

/** @param device its kind; everything but `cpu` counts as a graphics card */
export function runsOn(precision: Precision, device: string): boolean {
  const { runsOn } = MEANING[precision];
  return runsOn === 'everything' || (runsOn === 'cpu') === (device === 'cpu');
}
