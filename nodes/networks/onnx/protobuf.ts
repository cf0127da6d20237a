/** Writes Protocol Buffers: just the wire types that ONNX models need. Source: protobuf.dev/programming-guides/encoding. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const utf8 = new TextEncoder();

export class ProtoWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  varint(field: number, value: number | bigint): this {
    this.tag(field, VARINT);
    this.rawVarint(value);
    return this;
  }

  string(field: number, value: string): this {
    return this.raw(field, utf8.encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.raw(field, value.finish());
  }

  raw(field: number, value: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED);
    this.rawVarint(value.length);
    this.grow(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED32);
    this.grow(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private tag(field: number, wireType: number): void {
    this.rawVarint((field << 3) | wireType);
  }

  private rawVarint(value: number | bigint): void {
    this.grow(10);
    if (typeof value === 'number' && value >= 0 && value < 0x80) {
      this.bytes[this.length++] = value;
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  private grow(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + extra));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
