/** A number as nodes have it: beyond 2^53 whole numbers are bigints. */
export type Numeric = number | bigint;

const TOKEN = /\s*(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|\*\*|[-+*/%^()])/iy;
/** Powers beyond it are of no use and take for ever. */
const GREATEST_POWER = 1024n;

/**
 * The value of `512*2`, `(1+2)/4` or `2^64-1`: + - * / % ^ and brackets. Whole numbers are exact at any size.
 * @returns null for what is none, or has no finite value
 */
export function evaluate(text: string): Numeric | null {
  const tokens = tokenize(text);
  if (!tokens) return null;
  let at = 0;
  const peek = () => tokens[at];

  function sum(): Numeric {
    let left = product();
    for (let op = peek(); op === '+' || op === '-'; op = peek()) {
      at++;
      left = apply(op, left, product());
    }
    return left;
  }
  function product(): Numeric {
    let left = signed();
    for (let op = peek(); op === '*' || op === '/' || op === '%'; op = peek()) {
      at++;
      left = apply(op, left, signed());
    }
    return left;
  }
  function signed(): Numeric {
    const op = peek();
    if (op !== '-' && op !== '+') return power();
    at++;
    const value = signed();
    return op === '-' ? -value : value;
  }
  function power(): Numeric {
    const base = atom();
    if (peek() !== '^' && peek() !== '**') return base;
    at++;
    return apply('^', base, signed());
  }
  function atom(): Numeric {
    const token = tokens?.[at++];
    if (token === '(') {
      const value = sum();
      if (tokens?.[at++] !== ')') throw new SyntaxError();
      return value;
    }
    if (token === undefined || !/^[.\d]/.test(token)) throw new SyntaxError();
    return /^\d+$/.test(token) ? BigInt(token) : Number(token);
  }

  try {
    const value = sum();
    if (at !== tokens.length || !Number.isFinite(Number(value))) return null;
    return simplest(value);
  } catch {
    return null;
  }
}

/** A whole number as a number where that is exact. */
export function simplest(value: Numeric): Numeric {
  if (typeof value === 'number') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function tokenize(text: string): string[] | null {
  const trimmed = text.trim();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const token = TOKEN.exec(trimmed)?.[1];
    if (token === undefined) return null;
    tokens.push(token);
  }
  return tokens.length > 0 ? tokens : null;
}

function apply(op: string, a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const exact = applyExact(op, a, b);
    if (exact !== null) return exact;
  }
  const [x, y] = [Number(a), Number(b)];
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    default:
      return x ** y;
  }
}

/** Null where the result is not whole. */
function applyExact(op: string, a: bigint, b: bigint): bigint | null {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b !== 0n && a % b === 0n ? a / b : null;
    case '%':
      return b === 0n ? null : a % b;
    default:
      return b >= 0n && b <= GREATEST_POWER ? a ** b : null;
  }
}
