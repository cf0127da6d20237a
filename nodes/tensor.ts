/** A float32 tensor on the host, row-major. `data.length` is the product of `shape`. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/** @throws RangeError when `data` does not fill `shape`. */
export function tensor(data: Float32Array, shape: readonly number[]): Tensor {
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(`${data.length} values do not fill shape [${shape.join(', ')}]`);
  }
  return { data, shape };
}

export function zeros(shape: readonly number[]): Tensor {
  return { data: new Float32Array(sizeOf(shape)), shape };
}

/** Size of axis `axis`; negative counts from the end. */
export function dim(t: Tensor, axis: number): number {
  const size = t.shape.at(axis);
  if (size === undefined) throw new RangeError(`no axis ${axis} in [${t.shape.join(', ')}]`);
  return size;
}

/** Items `from` to `to` of the first axis; shares memory with `t`. */
export function slice(t: Tensor, from: number, to: number): Tensor {
  const stride = t.data.length / dim(t, 0);
  return {
    data: t.data.subarray(from * stride, to * stride),
    shape: [to - from, ...t.shape.slice(1)],
  };
}

/** Joins along the first axis; all other axes must agree. */
export function concat(parts: readonly Tensor[]): Tensor {
  const first = parts[0];
  if (!first) throw new RangeError('nothing to concatenate');
  const rest = first.shape.slice(1);
  const rows = parts.reduce((n, p) => n + dim(p, 0), 0);
  const out = zeros([rows, ...rest]);
  let offset = 0;
  for (const part of parts) {
    if (part.shape.slice(1).join() !== rest.join()) {
      throw new RangeError(
        `cannot join [${part.shape.join(', ')}] and [${first.shape.join(', ')}]`,
      );
    }
    out.data.set(part.data, offset);
    offset += part.data.length;
  }
  return out;
}

export function map(t: Tensor, f: (value: number, index: number) => number): Tensor {
  return { data: t.data.map(f), shape: t.shape };
}

/** Whether no value is NaN or infinite. */
export function allFinite({ data }: Tensor): boolean {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] as number;
  return Number.isFinite(sum);
}
