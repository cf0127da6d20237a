/** /studio/settings and /studio/device. */
import { z } from 'zod';
import { deviceChoice, deviceInfo, deviceKind } from './device.ts';
import { wantedPrecision } from './precision.ts';
import { problem } from './studio-models.ts';

const MIB = 2 ** 20;
const path = z.string().min(1).max(4096);

export const studioSettings = z.strictObject({
  version: z.literal(1),
  device: deviceChoice,
  /** 0: as many as there are physical cores. */
  threads: z.int().min(0).max(1024),
  /** Bytes that the engine may use; null: those of the machine. */
  memoryBudget: z
    .int()
    .min(512 * MIB)
    .nullable(),
  /** How weights are kept where their loader leaves it open; absent: auto. */
  precision: wantedPrecision.optional(),
  /** Folders as ComfyUI's `models`, searched in this order. */
  modelFolders: z.array(path).max(50),
  /** An existing ComfyUI's folder, or its extra_model_paths.yaml. */
  comfyui: path.nullable(),
  /** Gets what is downloaded, in folders as ComfyUI's `models`; null: a folder beside the pictures. */
  downloadFolder: path.nullable(),
});
export type StudioSettings = z.infer<typeof studioSettings>;

export const settingsChange = studioSettings.omit({ version: true }).partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export const settingsAnswer = z.object({
  settings: studioSettings,
  /** What the command line set, which wins. */
  fixed: z.object({
    device: deviceChoice.optional(),
    threads: z.number().optional(),
    maxBuffer: z.number().optional(),
    precision: wantedPrecision.optional(),
    models: z.array(z.string()).readonly(),
  }),
  /** Where downloads go now. */
  downloadFolder: z.string(),
  hasToken: z.boolean(),
  /** What could not be read or used, to be told to the person. */
  problems: z.array(problem),
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;
export type FixedSettings = SettingsAnswer['fixed'];

export const deviceAnswer = z.object({
  state: z.enum(['starting', 'ready', 'unavailable']),
  /** Why the device cannot be opened. */
  reason: z.string().nullable(),
  device: deviceInfo.nullable(),
  /** That can be chosen on this system. */
  kinds: z.array(deviceKind),
  /** Bytes; null until the engine tells. */
  memory: z.object({ used: z.number().nullable(), machine: z.number() }),
});
export type DeviceAnswer = z.infer<typeof deviceAnswer>;

/** PUT /studio/hub/token; null forgets it. */
export const tokenChange = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,500}$/, 'A token has letters and digits only')
    .nullable(),
});
