import { decodeE4M3, decodeE5M2 } from './float8.ts';
import type { PlainType } from './stored-types.ts';

/** Numbers of a plain type as float32. */
export function decodePlain(type: PlainType, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { buffer } = bytes;
  switch (type) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return new Float32Array(new Float16Array(buffer));
    case 'BF16': {
      const halves = new Uint16Array(buffer);
      const wide = new Uint32Array(halves.length);
      for (let i = 0; i < halves.length; i++) wide[i] = (halves[i] as number) << 16;
      return new Float32Array(wide.buffer);
    }
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes);
    case 'F8_E4M3':
      return decodeE4M3(bytes);
    case 'F8_E5M2':
      return decodeE5M2(bytes);
    default:
      return type satisfies never;
  }
}
