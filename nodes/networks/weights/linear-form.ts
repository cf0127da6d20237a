import { UserError } from '../../errors.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

/** How the weight of a linear layer lies in a source that a graph reads. */
export type LinearForm = PlainForm | BlocksForm | ChannelsForm | GroupsForm;

interface Size {
  readonly out: number;
  readonly into: number;
}
/** `weight` [out, in] of a float type. */
export interface PlainForm extends Size {
  readonly kind: 'plain';
}
/**
 * `weight` U8 [out, in / block, block * bits / 8] with `weight.scales` [out, in / block]: (q - 2^(bits - 1)) * scale, low nibble
 * first. 8 bits come in blocks of 32, 4 bits in blocks of 32, 128 or 256.
 */
export interface BlocksForm extends Size {
  readonly kind: 'blocks';
  readonly bits: 4 | 8;
  readonly block: number;
}
/** `weight` I8 [in, out] with `weight.scales` F32 [out]: q * scale, for products with int8 activations. */
export interface ChannelsForm extends Size {
  readonly kind: 'channels';
}
/**
 * `weight` [in, out] of int4, low nibble first, as U8 [in, out / 2], with `weight.groups` F32 [in / 32, out] of whole numbers 1 to
 * 15 of either sign and `weight.scales` F32 [out]: q * group * scale, for products with int8 activations.
 */
export interface GroupsForm extends Size {
  readonly kind: 'groups';
}

/** Rows of a `groups` weight that share a group factor. */
export const GROUP = 32;
const BYTES_OF_8_BITS = 32;

/** The form of `<module>.weight`. @throws UserError `weights_missing`, `weights_shape` */
export function linearForm(weights: WeightSource, module: string): LinearForm {
  const name = `${module}.weight`;
  const weight = weights.tensors.get(name);
  if (!weight) {
    throw new UserError(
      'weights_missing',
      `${weights.label} has no tensor "${name}".`,
      'The file is incomplete or of another model; download it again or choose another loader.',
    );
  }
  const scales = weights.tensors.get(`${name}.scales`);
  if (!scales) return plain(weight);
  const groups = weights.tensors.get(`${name}.groups`);
  const form = groups
    ? inGroups(weight)
    : weight.type === 'I8'
      ? inChannels(weight)
      : inBlocks(weight);
  const expected = form.kind === 'blocks' ? [form.out, form.into / form.block] : [form.out];
  requireShape(weights, scales, expected);
  if (groups) requireShape(weights, groups, [form.into / GROUP, form.out]);
  return form;
}

function plain({ shape: [out = 1, ...rest] }: StoredTensor): PlainForm {
  return { kind: 'plain', out, into: rest.reduce((product, size) => product * size, 1) };
}

function inBlocks({ shape: [out = 0, blocks = 0, bytes = 0] }: StoredTensor): BlocksForm {
  const bits = bytes === BYTES_OF_8_BITS ? 8 : 4;
  const block = (bytes * 8) / bits;
  return { kind: 'blocks', bits, block, out, into: blocks * block };
}

function inChannels({ shape: [into = 0, out = 0] }: StoredTensor): ChannelsForm {
  return { kind: 'channels', out, into };
}

function inGroups({ shape: [into = 0, half = 0] }: StoredTensor): GroupsForm {
  return { kind: 'groups', out: half * 2, into };
}

function requireShape(
  { label }: WeightSource,
  { name, shape }: StoredTensor,
  expected: readonly number[],
): void {
  if (shape.join() === expected.join()) return;
  throw new UserError(
    'weights_shape',
    `${label}: "${name}" is [${shape.join(', ')}], its weight asks for [${expected.join(', ')}].`,
    'The converted file is damaged: delete it, it is made again.',
  );
}
