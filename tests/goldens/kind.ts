import type { Tensor } from '../../nodes/tensor.ts';
import type { WeightSource } from '../../nodes/networks/weights/weight-source.ts';
import type { Device } from '../../nodes/runtime/device.ts';

/** One case of manifest.json. */
export interface GoldenCase {
  readonly name: string;
  readonly uses: readonly string[];
  readonly tol: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly inputs: Readonly<Record<string, [string, number[]]>>;
  readonly outputs: Readonly<Record<string, [string, number[]]>>;
}

/** What a case's checker gets to work with. */
export interface GoldenWorld {
  /** The folder that manifest.json lies in. */
  readonly dir: string;
  readonly device: Device;
  /** The case's safetensors. */
  readonly tensors: WeightSource;
  /** `in.<name>` as float32 (token ids too: they are small enough). */
  input(name: string): Tensor;
  /** `out.<name>` as float32. */
  expected(name: string): Tensor;
}

/** Computes some of a case's outputs, with the code that renders use. */
export interface GoldenKind {
  /** For the listing, e.g. `SD3 transformer`. */
  readonly title: string;
  matches(golden: GoldenCase): boolean;
  /** Output name (without `out.`) to what we compute. */
  compute(golden: GoldenCase, world: GoldenWorld): Promise<Readonly<Record<string, Tensor>>>;
}

/** A whole table (ids, schedules) rather than tensors. */
export interface GoldenTable {
  readonly title: string;
  /** File below `tables/`. */
  readonly file: string;
  /** One result a row: what was checked, how far off, how far it may be. */
  check(table: unknown, dir: string): Promise<readonly TableRow[]>;
}

export interface TableRow {
  readonly name: string;
  readonly error: number;
  readonly tolerance: number;
}
