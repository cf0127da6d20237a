/**
 * Widget values as `run` gets them. As in ComfyUI "20" is an INT and 20 a FLOAT, but only what loses nothing is
 * converted: 1.5 is no INT, "no" no BOOLEAN, NaN and Infinity nothing at all.
 */
import type { InputSpec } from './definition.ts';

export type WidgetSpec = Exclude<InputSpec, { kind: 'socket' }>;
export type WidgetValue = number | bigint | string | boolean;
export type Coerced = { readonly value: WidgetValue } | { readonly reason: string };

export const SEED_MAX = 2n ** 64n - 1n;

export function isWidget(spec: InputSpec): spec is WidgetSpec {
  return spec.kind !== 'socket';
}

/** What the wire into an input is called; ComfyUI's type names. */
export function typeName(spec: InputSpec): string {
  switch (spec.kind) {
    case 'socket':
      return spec.type;
    case 'seed':
      return 'INT';
    default:
      return spec.kind.toUpperCase();
  }
}

export function coerce(spec: WidgetSpec, value: unknown): Coerced {
  switch (spec.kind) {
    case 'int':
      return toInt(value);
    case 'seed':
      return toSeed(value);
    case 'float':
      return toFloat(value);
    case 'string':
      return toText(value);
    case 'boolean':
      return toBoolean(value);
    default:
      return typeof value === 'string' ? { value } : { reason: `${kindOf(value)} is no choice` };
  }
}

/** The value of an input that is left out; undefined when it has none. */
export function defaultOf(spec: WidgetSpec): WidgetValue | undefined {
  switch (spec.kind) {
    case 'seed':
      return 0n;
    case 'combo':
      return spec.default ?? (typeof spec.options === 'function' ? undefined : spec.options[0]);
    default:
      return spec.default;
  }
}

function toBigInt(value: unknown): bigint | string {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number') {
    return Number.isInteger(value) ? BigInt(value) : `${value} is not a whole number`;
  }
  if (typeof value !== 'string') return `${kindOf(value)} is not a number`;
  const digits = value.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?\d{1,400}$/.test(digits)) return `${quote(value)} is not a whole number`;
  return BigInt(digits.replace('+', ''));
}

function toInt(value: unknown): Coerced {
  const integer = toBigInt(value);
  if (typeof integer === 'string') return { reason: integer };
  const number = Number(integer);
  return Number.isFinite(number) ? { value: number } : { reason: 'the number is too large' };
}

function toSeed(value: unknown): Coerced {
  const integer = toBigInt(value);
  return typeof integer === 'string' ? { reason: integer } : { value: integer };
}

function toFloat(value: unknown): Coerced {
  const number = parseFloatStrictly(value);
  if (typeof number === 'string') return { reason: number };
  return Number.isFinite(number)
    ? { value: number }
    : { reason: `${number} is not a finite number` };
}

function parseFloatStrictly(value: unknown): number | string {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return `${kindOf(value)} is not a number`;
  const text = value.trim();
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const hint = /^[+-]?\d+,\d+$/.test(text) ? `; write ${text.replace(',', '.')}` : '';
  return `${quote(value)} is not a number${hint}`;
}

function toText(value: unknown): Coerced {
  if (typeof value === 'string') return { value };
  if (typeof value === 'number' || typeof value === 'bigint') return { value: String(value) };
  if (typeof value === 'boolean') return { value: value ? 'True' : 'False' };
  return { reason: `${kindOf(value)} is not a text` };
}

function toBoolean(value: unknown): Coerced {
  if (typeof value === 'boolean') return { value };
  if (value === 0 || value === 1) return { value: value === 1 };
  const word = typeof value === 'string' ? value.trim().toLowerCase() : null;
  if (word === 'true' || word === 'false') return { value: word === 'true' };
  return { reason: `${kindOf(value)} is neither true nor false` };
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') {
    return String(value);
  }
  return typeof value === 'string' ? quote(value) : 'an object';
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
