import { setImmediate } from 'node:timers/promises';

/**
 * Lets what waits in the event loop happen. Two turns: the first may still belong to the round that is under way, the
 * second comes after messages of other processes were read.
 */
export async function letMessagesIn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
