/**
 * Builds an ONNX model in memory. Weights stay in their .safetensors: an initializer points at file, offset and length.
 * Field numbers are those of onnx.proto (ONNX 1.19, IR version 11).
 */
import { dirname, basename } from 'node:path';
import { UserError } from '../../errors.ts';
import { checkUnchanged } from '../weights/check-unchanged.ts';
import {
  contiguousRuns,
  type StoredTensor,
  type StoredType,
  type WeightSource,
} from '../weights/weight-source.ts';
import {
  attribute,
  DATA_TYPE,
  tensorHeader,
  valueInfo,
  type Attribute,
  type OnnxType,
} from './messages.ts';
import { ProtoWriter } from './protobuf.ts';

const IR_VERSION = 11;
const OPSET = 23;

const STORED_AS: Record<StoredType, OnnxType> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8e4m3fn',
  F8_E5M2: 'float8e5m2',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

/** A tensor inside the graph. */
export interface Value {
  readonly name: string;
}

/** A model ready for ONNX Runtime: its bytes and the folder that its external weights lie in. */
export interface OnnxModel {
  readonly bytes: Uint8Array;
  /** null: no external weights. */
  readonly weightsDir: string | null;
}

interface Branch {
  readonly graph: ProtoWriter;
  readonly outputs: number;
}

const CONTRIB = 'com.microsoft';
const CONTRIB_OPERATORS = new Set([
  'MultiHeadAttention',
  'SkipLayerNormalization',
  'SkipSimplifiedLayerNormalization',
  'QuickGelu',
  'FusedMatMul',
  'BiasGelu',
  'FastGelu',
  'RotaryEmbedding',
]);

export class GraphBuilder {
  private graph = new ProtoWriter();
  private readonly initializers = new Map<string, Value>();
  private count = 0;
  private weightsDir: string | null = null;
  private readonly sources = new Set<WeightSource>();

  /** A run-time input; a string dimension is symbolic. */
  input(name: string, type: OnnxType, dims: readonly (number | string)[]): Value {
    this.graph.message(11, valueInfo(name, type, dims));
    return { name };
  }

  output(
    name: string,
    value: Value,
    type: OnnxType = 'float32',
    dims?: readonly (number | string)[],
  ): void {
    this.node('Identity', [value], [name], {});
    this.graph.message(12, valueInfo(name, type, dims));
  }

  /** One operator with one output. `null` inputs are left out (ONNX's empty name). */
  op(
    type: string,
    inputs: readonly (Value | null)[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const [only] = this.ops(type, inputs, 1, attributes);
    return only as Value;
  }

  ops(
    type: string,
    inputs: readonly (Value | null)[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value[] {
    const names = Array.from({ length: outputs }, () => this.fresh(type));
    this.node(type, inputs, names, attributes);
    return names.map((name) => ({ name }));
  }

  /**
   * What `then` makes where `condition` (one bool) holds, else what `otherwise` makes: only that is computed.
   * Both see all that was made before; what they make themselves, constants too, is theirs alone.
   */
  choose(
    condition: Value,
    then: () => readonly Value[],
    otherwise: () => readonly Value[],
  ): Value[] {
    const branches = [then, otherwise].map((make) => this.branch(make)) as [Branch, Branch];
    return this.ops('If', [condition], branches[0].outputs, {
      then_branch: { graph: branches[0].graph },
      else_branch: { graph: branches[1].graph },
    });
  }

  floats(data: Float32Array | readonly number[], shape: readonly number[] = [data.length]): Value {
    const values = Float32Array.from(data);
    return this.inline('float32', new Uint8Array(values.buffer), shape);
  }

  scalar(value: number): Value {
    return this.floats([value], []);
  }

  ints(data: readonly number[], shape: readonly number[] = [data.length]): Value {
    return this.inline('int64', new Uint8Array(BigInt64Array.from(data, BigInt).buffer), shape);
  }

  /** A stored tensor as float32 (cast when the file holds another type; ONNX Runtime folds the cast when it loads). */
  weight(source: WeightSource, name: string): Value {
    this.sources.add(source);
    return this.stored(required(source, name));
  }

  stored(tensor: StoredTensor): Value {
    const runs = contiguousRuns(tensor);
    const key = `${tensor.file}#${runs.map(({ spans }) => spans[0]?.offset).join()}#${tensor.shape.join()}`;
    const known = this.initializers.get(key);
    if (known) return known;
    const parts = runs.map((run) => this.asFloat(this.external(run), run));
    const value =
      parts.length === 1 ? (parts[0] as Value) : this.op('Concat', parts, { axis: { int: 0 } });
    this.initializers.set(key, value);
    return value;
  }

  /** @throws UserError `weights_changed` when a weight file is not as it was when its header was read */
  build(): OnnxModel {
    for (const source of this.sources) checkUnchanged(source);
    this.graph.string(2, 'taca');
    const model = new ProtoWriter()
      .varint(1, IR_VERSION)
      .message(8, new ProtoWriter().string(1, '').varint(2, OPSET))
      .message(8, new ProtoWriter().string(1, CONTRIB).varint(2, 1))
      .message(7, this.graph);
    return { bytes: model.finish().slice(), weightsDir: this.weightsDir };
  }

  private branch(make: () => readonly Value[]): Branch {
    const outer = this.graph;
    this.graph = new ProtoWriter().string(2, 'branch');
    try {
      const values = make();
      for (const value of values) {
        const output = this.fresh('chosen');
        this.node('Identity', [value], [output], {});
        this.graph.message(12, valueInfo(output, 'float32'));
      }
      return { graph: this.graph, outputs: values.length };
    } finally {
      this.graph = outer;
    }
  }

  private fresh(hint: string): string {
    return `${hint}_${this.count++}`;
  }

  private node(
    type: string,
    inputs: readonly (Value | null)[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
  ): void {
    const node = new ProtoWriter();
    for (const input of inputs) node.string(1, input?.name ?? '');
    for (const output of outputs) node.string(2, output);
    node.string(3, outputs[0] ?? type).string(4, type);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    if (CONTRIB_OPERATORS.has(type)) node.string(7, CONTRIB);
    this.graph.message(1, node);
  }

  private external(tensor: StoredTensor): Value {
    const name = this.fresh(tensor.name);
    this.graph.message(5, this.externalTensor(name, STORED_AS[tensor.type], tensor));
    return { name };
  }

  private asFloat(value: Value, { type }: StoredTensor): Value {
    return type === 'F32' ? value : this.op('Cast', [value], { to: { int: DATA_TYPE.float32 } });
  }

  private inline(type: OnnxType, bytes: Uint8Array, shape: readonly number[]): Value {
    const name = this.fresh('constant');
    this.graph.message(5, tensorHeader(name, type, shape).raw(9, bytes));
    return { name };
  }

  private externalTensor(name: string, type: OnnxType, tensor: StoredTensor): ProtoWriter {
    const [span] = tensor.spans;
    if (!span || tensor.spans.length > 1) throw new Error(`${tensor.name} is not contiguous`);
    const dir = dirname(tensor.file);
    this.weightsDir ??= dir;
    if (this.weightsDir !== dir) {
      throw new Error(`weights of one graph must lie in one folder: ${this.weightsDir} and ${dir}`);
    }
    const entry = (key: string, value: string) => new ProtoWriter().string(1, key).string(2, value);
    return tensorHeader(name, type, tensor.shape)
      .message(13, entry('location', basename(tensor.file)))
      .message(13, entry('offset', String(span.offset)))
      .message(13, entry('length', String(span.length)))
      .varint(14, 1);
  }
}

function required(source: WeightSource, name: string): StoredTensor {
  const stored = source.tensors.get(name);
  if (stored) return stored;
  throw new UserError(
    'weights_missing',
    `${source.label} has no tensor "${name}".`,
    'The file is incomplete or of another model; download it again or choose another loader.',
  );
}
