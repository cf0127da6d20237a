/** One token and the part of the prompt that it stands for, in UTF-16 units (empty for inserted tokens). */
export interface Token {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}
