/**
 * Builds an ONNX model in memory. Weights stay in their .safetensors: an initializer points at file, offset and length.
 * Field numbers are those of onnx.proto (ONNX 1.19, IR version 11).
 */
import { UserError } from '../../errors.ts';
import { checkUnchanged } from '../weights/check-unchanged.ts';
import { contiguousRuns, type StoredTensor, type WeightSource } from '../weights/weight-source.ts';
import { externalWeights, type ExternalTensor } from './external-weights.ts';
import {
  attribute,
  DATA_TYPE,
  tensorHeader,
  valueInfo,
  type Attribute,
  type OnnxType,
} from './messages.ts';
import { onnxType } from './onnx-type.ts';
import { ProtoWriter } from './protobuf.ts';

const IR_VERSION = 11;
const OPSET = 23;

export type FloatType = 'float32' | 'float16';

/** A tensor inside the graph. */
export interface Value {
  readonly name: string;
}

/** A model ready for ONNX Runtime: its bytes and the folder that its external weights lie in. */
export interface OnnxModel {
  /** Of its first weights. */
  readonly label: string;
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
  'MatMulNBits',
  'MatMulIntegerToFloat',
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
  private readonly main = new ProtoWriter();
  /** What nodes are written to: `main`, or a branch of it. */
  private graph = this.main;
  private readonly made = new Map<string, Value>();
  /** What `local` made, the innermost branch last. */
  private readonly scopes = [new Map<string, Value>()];
  private readonly external: ExternalTensor[] = [];
  private count = 0;
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

  floats(
    data: Float32Array | readonly number[],
    shape: readonly number[] = [data.length],
    type: FloatType = 'float32',
  ): Value {
    const values = type === 'float32' ? Float32Array.from(data) : Float16Array.from(data);
    return this.inline(type, new Uint8Array(values.buffer), shape);
  }

  scalar(value: number, type: FloatType = 'float32'): Value {
    return this.floats([value], [], type);
  }

  bytes(data: Uint8Array, shape: readonly number[], type: OnnxType = 'uint8'): Value {
    return this.inline(type, data, shape);
  }

  ints(data: readonly number[], shape: readonly number[] = [data.length]): Value {
    return this.inline('int64', new Uint8Array(BigInt64Array.from(data, BigInt).buffer), shape);
  }

  /**
   * A stored tensor as floats: cast where the file holds another type, which ONNX Runtime does once, when it loads. It belongs
   * to the outermost graph, also where a branch of `choose` asks for it. Any number of sources may take part.
   */
  weight(source: WeightSource, name: string, type: FloatType = 'float32'): Value {
    return this.stored(this.required(source, name), type);
  }

  /** As `weight`, of a tensor whose file the caller has checked. */
  stored(tensor: StoredTensor, type: FloatType = 'float32'): Value {
    const runs = contiguousRuns(tensor);
    return this.once(`stored ${type} ${placeOf(runs)}`, () => {
      const parts = runs.map((run) => this.asFloat(run, type));
      return parts.length === 1
        ? (parts[0] as Value)
        : this.op('Concat', parts, { axis: { int: 0 } });
    });
  }

  /** A stored tensor bit by bit, for an operator that reads that: quantised weights. Its rows must lie in one run. */
  raw(
    source: WeightSource,
    name: string,
    as?: { readonly type: OnnxType; readonly shape: readonly number[] },
  ): Value {
    const tensor = this.required(source, name);
    const { type = onnxType(tensor), shape = tensor.shape } = as ?? {};
    return this.once(`raw ${type} ${placeOf([tensor])}`, () =>
      this.initializer(tensor, type, shape),
    );
  }

  /**
   * What `make` makes, once for each key, in the outermost graph: all branches see it. It may build on constants, weights and
   * values of the outermost graph only.
   */
  once(key: string, make: () => Value): Value {
    const known = this.made.get(key);
    if (known) return known;
    const graph = this.graph;
    this.graph = this.main;
    const value = make();
    this.graph = graph;
    this.made.set(key, value);
    return value;
  }

  /** As `once`, of any values: what a branch makes is known to that branch alone. */
  local(key: string, make: () => Value): Value {
    const known = this.scopes.find((scope) => scope.has(key))?.get(key);
    if (known) return known;
    const value = make();
    this.scopes.at(-1)?.set(key, value);
    return value;
  }

  /** @throws UserError `weights_changed` when a weight file is not as it was when its header was read */
  build(): OnnxModel {
    const [first] = this.sources;
    for (const source of this.sources) checkUnchanged(source);
    const { initializers, dir } = externalWeights(this.external);
    for (const initializer of initializers) this.main.message(5, initializer);
    this.main.string(2, 'taca');
    const model = new ProtoWriter()
      .varint(1, IR_VERSION)
      .message(8, new ProtoWriter().string(1, '').varint(2, OPSET))
      .message(8, new ProtoWriter().string(1, CONTRIB).varint(2, 1))
      .message(7, this.main);
    return { label: first?.label ?? '', bytes: model.finish().slice(), weightsDir: dir };
  }

  private branch(make: () => readonly Value[]): Branch {
    const outer = this.graph;
    this.graph = new ProtoWriter().string(2, 'branch');
    this.scopes.push(new Map());
    try {
      const values = make();
      for (const value of values) {
        const output = this.fresh('chosen');
        this.node('Identity', [value], [output], {});
        this.graph.message(12, valueInfo(output, 'float32'));
      }
      return { graph: this.graph, outputs: values.length };
    } finally {
      this.scopes.pop();
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

  private required(source: WeightSource, name: string): StoredTensor {
    this.sources.add(source);
    return required(source, name);
  }

  private initializer(stored: StoredTensor, type: OnnxType, shape: readonly number[]): Value {
    const name = this.fresh(stored.name);
    this.external.push({ name, type, shape, stored });
    return { name };
  }

  private asFloat(tensor: StoredTensor, type: FloatType): Value {
    const stored = onnxType(tensor);
    const value = this.initializer(tensor, stored, tensor.shape);
    const float =
      stored === type ? value : this.op('Cast', [value], { to: { int: DATA_TYPE[type] } });
    return tensor.scale === undefined
      ? float
      : this.op('Mul', [float, this.scalar(tensor.scale, type)]);
  }

  private inline(type: OnnxType, bytes: Uint8Array, shape: readonly number[]): Value {
    const name = this.fresh('constant');
    this.graph.message(5, tensorHeader(name, type, shape).raw(9, bytes));
    return { name };
  }
}

function placeOf(runs: readonly StoredTensor[]): string {
  return runs.map(({ file, spans, shape }) => `${file}#${spans[0]?.offset}#${shape.join()}`).join();
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
