/** Devices: what can be chosen, and what the engine tells of the one that it opened. */
import { z } from 'zod';

export const deviceKind = z.enum(['cuda', 'webgpu', 'dml', 'coreml', 'cpu']);

/** `auto`: the first that works; `cuda:1`: one of several cards. */
export const deviceChoice = z.union([
  z.literal('auto'),
  deviceKind,
  z.templateLiteral([z.enum(['cuda', 'dml']), ':', z.int().min(0).max(15)]),
]);
export type DeviceChoice = z.infer<typeof deviceChoice>;

/** A fused operator against its decomposed form, which is used where it did not pass. */
const operatorResult = z.object({
  operator: z.string(),
  /** Relative to the largest value; null when it gave no number. */
  error: z.number().nullable(),
  passed: z.boolean(),
  failure: z.string().nullable(),
});

/** Where the nodes of a network's graphs run. */
const networkPlacement = z.object({
  /** The file of its weights. */
  network: z.string(),
  onDevice: z.number(),
  /** On the CPU on purpose: they only reckon shapes. */
  shapes: z.number(),
  /** Nodes that compute on the CPU because the device cannot, by operator. */
  fallen: z.record(z.string(), z.number()),
  /** Tensors that travel between device and CPU within every run. */
  copies: z.number(),
});
export type NetworkPlacement = z.infer<typeof networkPlacement>;

const candidate = z.object({
  kind: deviceKind,
  name: z.string(),
  /** Why it was not taken; null for the one that was, and for those that were not tried. */
  reason: z.string().nullable(),
  taken: z.boolean(),
});

export const deviceInfo = z.object({
  kind: deviceKind,
  name: z.string(),
  /** What networks compute in: `fp32`, `fp16`. */
  precision: z.string(),
  /** Threads of the CPU; 0: as many as there are physical cores. */
  threads: z.number(),
  /** Bytes of its own memory; null where it has none or none is known. */
  ownMemory: z.number().nullable(),
  /** Bytes of the largest tensor that it holds. */
  maxBuffer: z.number(),
  selfTest: z.array(operatorResult).readonly(),
  /** What could have been taken, in the order in which it is tried. */
  candidates: z.array(candidate).readonly(),
  /** Why it is not the device that would have been taken first. */
  fallback: z.string().nullable(),
  /** Networks that were opened; none on the CPU. */
  networks: z.array(networkPlacement).readonly(),
  /** Bytes that the process may use. */
  memoryBudget: z.number(),
});
export type DeviceInfo = z.infer<typeof deviceInfo>;
