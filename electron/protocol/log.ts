/** Log lines as ComfyUI's `/internal/logs` tells them. */
import { z } from 'zod';

export const logEntry = z.object({
  /** ISO time. */
  t: z.string(),
  /** One line, without its end. */
  m: z.string(),
});
export type LogEntry = z.infer<typeof logEntry>;

export const logSubscription = z.looseObject({
  enabled: z.boolean().nullish(),
  clientId: z.string().max(200).nullish(),
});
