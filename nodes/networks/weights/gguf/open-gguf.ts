/** Opens a GGUF file by its header; the weights themselves are never read here. */
import { createHash } from 'node:crypto';
import { UserError } from '../../../errors.ts';
import { sizeOf } from '../../../tensor.ts';
import { otherModel } from '../layouts/recognise.ts';
import { unitOf } from '../stored-types.ts';
import { withFile, type OpenFile } from '../weight-file.ts';
import type { Span, StoredTensor, WeightSource } from '../weight-source.ts';
import { ggufType, ggufTypeName, GGUF_TYPE_NAMES } from './gguf-types.ts';
import { parseGguf, type GgufHeader, type GgufTensor } from './parse-gguf.ts';

/** @throws UserError with a code of its own for every way the file can be wrong */
export function openGguf(path: string): WeightSource {
  return withFile(path, (file) => ggufSource(path, file));
}

/** The source that a file's header describes. @throws UserError */
export function ggufSource(path: string, file: OpenFile): WeightSource {
  const { read: _, ...known } = file;
  const header = parseGguf(path, file);
  refuseParts(path, header);
  const tensors = header.tensors
    .map((tensor) => storedTensor(path, header, tensor, file))
    .map((tensor) => inOriginalShape(path, header, tensor));
  checkPlaces(path, tensors, file.size);
  const texts = [...header.values].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const hash = createHash('sha256').update(JSON.stringify([...header.values, header.tensors]));
  return {
    label: path,
    identity: `${file.size}:${file.mtimeMs}:${file.inode}:${hash.digest('hex')}`,
    files: [known],
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    metadata: Object.fromEntries(texts),
    config: null,
  };
}

function refuseParts(path: string, { values }: GgufHeader): void {
  const count = Number(values.get('split.count') ?? 1);
  if (count <= 1) return;
  throw new UserError(
    'gguf_parts',
    `${path} is one of ${count} parts of a GGUF file.`,
    'Join them with `gguf-split --merge` of llama.cpp, or download the file in one piece.',
  );
}

function storedTensor(
  path: string,
  { dataStart, tensors }: GgufHeader,
  { name, shape, type: id, offset }: GgufTensor,
  file: OpenFile,
): StoredTensor {
  const fail = (code: string, what: string, cure = DOWNLOAD_AGAIN) =>
    new UserError(code, `${path}: tensor "${name}" ${what}.`, cure);
  const type = ggufType(id);
  if (type === null) {
    const what = otherModel(tensors.map(({ name }) => name));
    if (what !== null) throw otherModelError(path, what);
    throw fail(
      'weights_type',
      `is stored as ${ggufTypeName(id)}; supported: ${GGUF_TYPE_NAMES.join(', ')}`,
      'Use a version of the file in one of the supported types.',
    );
  }
  const unit = unitOf(type);
  if ((shape.at(-1) ?? 1) % unit.elements !== 0) {
    throw fail(
      'gguf_shape',
      `[${shape.join(', ')}] has rows that are no whole blocks of ${unit.elements} ${type}`,
    );
  }
  const length = (sizeOf(shape) / unit.elements) * unit.bytes;
  if (!Number.isSafeInteger(dataStart + offset + length)) {
    throw fail('weights_shape_overflow', `[${shape.join(', ')}] is larger than any file`);
  }
  const spans = [{ offset: dataStart + offset, length }];
  return { name, type, shape, file: file.path, spans };
}

/** ComfyUI-GGUF keeps the shape of a tensor that it laid out in other rows, to fill whole blocks. */
function inOriginalShape(path: string, { values }: GgufHeader, tensor: StoredTensor): StoredTensor {
  const told = values.get(`comfy.gguf.orig_shape.${tensor.name}`);
  if (typeof told !== 'object') return tensor;
  const shape = told.map(Number);
  const isShape = shape.every((side) => Number.isSafeInteger(side) && side >= 0);
  if (isShape && sizeOf(shape) === sizeOf(tensor.shape)) return { ...tensor, shape };
  throw new UserError(
    'gguf_shape',
    `${path}: tensor "${tensor.name}" [${tensor.shape.join(', ')}] cannot have had the shape [${shape.join(', ')}].`,
    DOWNLOAD_AGAIN,
  );
}

/** Types that none of our models has are no fault of a model of another kind. */
function otherModelError(path: string, what: string): UserError {
  return new UserError(
    'weights_other_model',
    `${path} is ${what}.`,
    'Use weights of SD3, SD3.5 or FLUX.1.',
  );
}

function checkPlaces(path: string, tensors: readonly StoredTensor[], size: number): void {
  const placed = tensors
    .map(({ name, spans }) => ({ name, ...(spans[0] as Span) }))
    .sort((a, b) => a.offset - b.offset || a.length - b.length);
  let end = 0;
  for (const { name, offset, length } of placed) {
    if (offset < end) {
      throw new UserError(
        'gguf_offset',
        `${path}: tensor "${name}" overlaps the tensor before it.`,
        DOWNLOAD_AGAIN,
      );
    }
    end = offset + length;
    if (end <= size) continue;
    throw new UserError(
      'weights_truncated',
      `${path}: tensor "${name}" ends at byte ${end}; the file has ${size}.`,
      'The download is incomplete; download it again.',
    );
  }
}

const DOWNLOAD_AGAIN = 'The file is damaged or was written wrongly; download it again.';
