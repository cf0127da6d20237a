/** What is wrong and what to do about it, as data. */
export interface Problem {
  /** Stable, lower_snake_case: `weights_truncated`, `out_of_memory`, … */
  readonly code: string;
  readonly message: string;
  /** One sentence that says what to do. */
  readonly cure: string;
}

/**
 * An error that a person can act on: what is wrong, and what to do about it.
 * Anything else that reaches the executor is a fault of ours and is reported with its stack.
 */
export class UserError extends Error implements Problem {
  override readonly name = 'UserError';
  readonly code: string;
  readonly cure: string;

  constructor(code: string, message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.cure = cure;
  }

  /** Without what JSON and messages between threads lose of an error. */
  get problem(): Problem {
    const { code, message, cure } = this;
    return { code, message, cure };
  }
}

/** Thrown from `RunContext.progress` when the run was interrupted; no error to the person. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
