/** A graphics card, or a program that stands in for one, as the system knows it. */
export interface Adapter {
  readonly name: string;
  /** The driver with its version, as far as it is known. */
  readonly driver: string;
  /** Bytes of its own memory; null: it shares the machine's, or none is known. */
  readonly memory: number | null;
  readonly maker: 'nvidia' | 'other';
}
