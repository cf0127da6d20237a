/** Where a module of diffusers lies in the layout of a model's makers. */
export interface OriginalModule {
  /** By diffusers' name. */
  readonly module: string;
  readonly original: string;
  /** Of a fused projection's rows: which part of how many, in order. */
  readonly part?: readonly [index: number, of: number];
  /** The halves of the rows are the other way round. */
  readonly swapped?: true;
}

/** Modules that share one original's rows, in the order they lie in; a single one has all of them. */
export function partsOf(modules: readonly string[], original: string): OriginalModule[] {
  return modules.map((module, index) => ({
    module,
    original,
    ...(modules.length > 1 && { part: [index, modules.length] as const }),
  }));
}
