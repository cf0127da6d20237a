/** What travels over `/ws`: text frames `{type, data}`, and binary frames for previews. */
import { z } from 'zod';
import { logEntry } from './log.ts';

const file = z.object({
  filename: z.string(),
  subfolder: z.string(),
  type: z.enum(['output', 'temp', 'input']),
});
const run = { prompt_id: z.string() };
const stamped = { ...run, timestamp: z.number() };

const nodeProgress = z.object({
  ...run,
  value: z.number(),
  max: z.number(),
  state: z.enum(['running', 'finished']),
  node_id: z.string(),
  display_node_id: z.string(),
  parent_node_id: z.null(),
  real_node_id: z.string(),
  /** How long a finished node took. */
  ms: z.number().optional(),
});

const queueStatus = z.object({
  exec_info: z.object({ queue_remaining: z.number() }),
  paused: z.boolean(),
  running: z.string().nullable(),
});
export type QueueStatus = z.infer<typeof queueStatus>;

/** Members of ComfyUI, and of ours: `paused`, `running`, `ms`, `code` and `cure` of errors, `node` of notices. */
const data = {
  status: z.object({
    status: queueStatus,
    sid: z.string().optional(),
  }),
  feature_flags: z.record(z.string(), z.unknown()),
  execution_start: z.object(stamped),
  execution_cached: z.object({ nodes: z.array(z.string()), ...stamped }),
  executing: z.object({
    node: z.string().nullable(),
    display_node: z.string().optional(),
    prompt_id: z.string(),
  }),
  progress: z.object({ value: z.number(), max: z.number(), ...run, node: z.string() }),
  progress_state: z.object({ ...run, nodes: z.record(z.string(), nodeProgress) }),
  executed: z.object({
    node: z.string(),
    display_node: z.string(),
    output: z.record(z.string(), z.array(file)),
    ...run,
  }),
  execution_success: z.object(stamped),
  execution_error: z.object({
    ...stamped,
    node_id: z.string(),
    node_type: z.string(),
    executed: z.array(z.string()),
    exception_message: z.string(),
    exception_type: z.string(),
    traceback: z.array(z.string()),
    current_inputs: z.record(z.string(), z.array(z.string())),
    current_outputs: z.array(z.string()),
    code: z.string(),
    cure: z.string(),
  }),
  execution_interrupted: z.object({
    ...stamped,
    node_id: z.string().nullable(),
    node_type: z.string().nullable(),
    executed: z.array(z.string()),
  }),
  notification: z.object({
    value: z.string(),
    node: z.string().nullable(),
    prompt_id: z.string().nullable(),
  }),
  logs: z.object({ entries: z.array(logEntry) }),
} as const;

export type MessageType = keyof typeof data;
export type MessageData = { [T in MessageType]: z.infer<(typeof data)[T]> };
export type ServerMessage = {
  [T in MessageType]: { readonly type: T; readonly data: MessageData[T] };
}[MessageType];

/** @throws ZodError when a text frame is none of ours */
export function parseServerMessage(text: string): ServerMessage {
  const { type, data: content } = z
    .strictObject({ type: z.enum(Object.keys(data) as MessageType[]), data: z.unknown() })
    .parse(JSON.parse(text));
  return { type, data: data[type].parse(content) } as ServerMessage;
}

/** The only thing a client sends, as its first frame. */
export const clientHello = z.object({
  type: z.literal('feature_flags'),
  data: z.looseObject({ supports_preview_metadata: z.boolean().optional() }),
});

const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;
const JPEG = 1;

/** A preview for clients that know no metadata: event, image format, JPEG bytes. */
export function previewFrame(jpeg: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(PREVIEW, 0);
  head.writeUInt32BE(JPEG, 4);
  return Buffer.concat([head, jpeg]);
}

/** A preview with the node it belongs to: event, length of the JSON, JSON, JPEG bytes. */
export function previewFrameWithMetadata(jpeg: Uint8Array, node: string, promptId: string): Buffer {
  const metadata = Buffer.from(
    JSON.stringify({
      node_id: node,
      display_node_id: node,
      parent_node_id: null,
      real_node_id: node,
      prompt_id: promptId,
      image_type: 'image/jpeg',
    }),
  );
  const head = Buffer.alloc(8);
  head.writeUInt32BE(PREVIEW_WITH_METADATA, 0);
  head.writeUInt32BE(metadata.length, 4);
  return Buffer.concat([head, metadata, jpeg]);
}
