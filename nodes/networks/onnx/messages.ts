/** Messages of onnx.proto that graphs are made of. Field numbers are those of ONNX 1.19. */
import { ProtoWriter } from './protobuf.ts';

/** TensorProto.DataType */
export const DATA_TYPE = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e5m2: 19,
  int4: 22,
} as const;
export type OnnxType = keyof typeof DATA_TYPE;

/** Attribute values: integers as bigint or `{ int }`, so that 1 and 1.0 differ. */
export type Attribute =
  | string
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly graph: ProtoWriter };

export function tensorHeader(name: string, type: OnnxType, shape: readonly number[]): ProtoWriter {
  const tensor = new ProtoWriter();
  for (const dim of shape) tensor.varint(1, dim);
  return tensor.varint(2, DATA_TYPE[type]).string(8, name);
}

export function valueInfo(
  name: string,
  type: OnnxType,
  dims?: readonly (number | string)[],
): ProtoWriter {
  const tensorType = new ProtoWriter().varint(1, DATA_TYPE[type]);
  if (dims) {
    const shape = new ProtoWriter();
    for (const dim of dims) {
      shape.message(
        1,
        typeof dim === 'number'
          ? new ProtoWriter().varint(1, dim)
          : new ProtoWriter().string(2, dim),
      );
    }
    tensorType.message(2, shape);
  }
  return new ProtoWriter().string(1, name).message(2, new ProtoWriter().message(1, tensorType));
}

/** AttributeProto.AttributeType: FLOAT 1, INT 2, STRING 3, GRAPH 5, INTS 7. */
export function attribute(name: string, value: Attribute): ProtoWriter {
  const proto = new ProtoWriter().string(1, name);
  if (typeof value === 'string') return proto.string(4, value).varint(20, 3);
  if ('int' in value) return proto.varint(3, value.int).varint(20, 2);
  if ('float' in value) return proto.float(2, value.float).varint(20, 1);
  if ('graph' in value) return proto.message(6, value.graph).varint(20, 5);
  for (const item of value.ints) proto.varint(8, item);
  return proto.varint(20, 7);
}
