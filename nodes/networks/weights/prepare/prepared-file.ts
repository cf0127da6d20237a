/** A converted file: its name, what its header says of its origin, and whether it is whole. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../errors.ts';
import type { Precision, ScaleType } from '../../../runtime/precision.ts';
import { openSafetensors } from '../safetensors.ts';
import type { WeightSource } from '../weight-source.ts';
import { layOut, type Layout } from './layout.ts';
import { planTensors, type PlannedTensor } from './plan.ts';

/** Another number makes all converted files anew: raise it when the same weights would become other bytes. */
const FORMAT = 3;
const NO_CHECKSUM = '0'.repeat(64);
const SAMPLE = 4096;

/** A converted file as it will be. */
export interface Target {
  readonly source: WeightSource;
  readonly precision: Precision;
  readonly scaleType: ScaleType;
  readonly path: string;
}

export interface Planned {
  readonly tensors: readonly PlannedTensor[];
  readonly layout: Layout;
}

/** The name of what the header says of the files that it was made from. */
export const SOURCE_FILES = 'source_files';

/** @param dir the folder of converted files */
export function targetOf(
  source: WeightSource,
  precision: Precision,
  scaleType: ScaleType,
  dir: string,
): Target {
  const key = createHash('sha256').update(
    JSON.stringify([FORMAT, source.identity, precision, scaleType]),
  );
  for (const { name, type, shape, spans } of source.tensors.values()) {
    key.update(JSON.stringify([name, type, shape, spans]));
  }
  const path = join(dir, `${key.digest('hex').slice(0, 32)}.safetensors`);
  return { source, precision, scaleType, path };
}

/** @param wide names of tensors that stay float32 */
export function planFile(
  { source, precision, scaleType }: Target,
  wide: readonly string[],
  checksum: string = NO_CHECKSUM,
): Planned {
  const tensors = planTensors(source, precision, scaleType, new Set(wide));
  const metadata = {
    made_by: `TACA Studio, weights format ${FORMAT}`,
    precision,
    scales: scaleType,
    kept_float32: JSON.stringify(wide),
    [SOURCE_FILES]: JSON.stringify(source.files),
    checksum,
  };
  return {
    tensors,
    layout: layOut(
      tensors.flatMap(({ parts }) => parts),
      metadata,
    ),
  };
}

/** The converted network; null where there is none. What is damaged is removed. */
export function openPrepared(target: Target): WeightSource | null {
  const { source, path } = target;
  if (!existsSync(path)) return null;
  try {
    const file = openSafetensors(path);
    if (isWhole(file, target)) {
      const identity = `${source.identity}@${target.precision}/${target.scaleType}/${FORMAT}`;
      const { label, config } = source;
      return { ...file, label, identity, config };
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  rmSync(path, { force: true });
  return null;
}

export function keptFloat32({ metadata }: WeightSource): readonly string[] {
  return JSON.parse(metadata['kept_float32'] ?? '[]') as string[];
}

/** Files found whole in this process, as they were then: a network is asked for before each of its runs. */
const whole = new Map<string, string>();

function isWhole(file: WeightSource, target: Target): boolean {
  if (whole.get(target.path) === file.identity) return true;
  if (!matches(file, target)) return false;
  whole.set(target.path, file.identity);
  return true;
}

function matches(file: WeightSource, target: Target): boolean {
  const { layout } = planFile(target, keptFloat32(file));
  if (file.tensors.size !== layout.offsets.size) return false;
  for (const [name, offset] of layout.offsets) {
    if (file.tensors.get(name)?.spans[0]?.offset !== offset) return false;
  }
  return file.metadata['checksum'] === checksumOf(target.path, layout);
}

/**
 * Over a page at the beginning, in the middle and at the end of each part: finds what power cuts and broken copies leave
 * behind without reading gigabytes.
 */
export function checksumOf(path: string, { offsets, size }: Layout): string {
  const digest = createHash('sha256');
  const page = new Uint8Array(SAMPLE);
  const starts = [...offsets.values()].sort((a, b) => a - b);
  const fd = openSync(path, 'r');
  try {
    for (const [i, start] of starts.entries()) {
      const end = starts[i + 1] ?? size;
      const last = Math.max(start, end - SAMPLE);
      for (const at of new Set([start, Math.floor((start + last) / 2), last])) {
        const got = readSync(fd, page, 0, Math.min(SAMPLE, end - at), at);
        digest.update(page.subarray(0, got));
      }
    }
  } finally {
    closeSync(fd);
  }
  return digest.digest('hex');
}

/** A header with its checksum, of the same length as the one without. */
export function sealed(target: Target, wide: readonly string[]): Uint8Array {
  const checksum = checksumOf(unfinished(target.path), planFile(target, wide).layout);
  return planFile(target, wide, checksum).layout.header;
}

/** Beside the file while it is made. */
export const unfinished = (path: string): string => `${path}.part`;
export const journalOf = (path: string): string => `${path}.journal`;
export const lockOf = (path: string): string => `${path}.lock`;
