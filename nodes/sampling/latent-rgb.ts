import { z } from 'zod';

const colour = z.tuple([z.number(), z.number(), z.number()]);
const schema = z.object({ factors: z.array(colour), bias: colour });

/** How red, green and blue (0 to 1) follow from a latent position's channels, in the model's scale: linear. */
export type LatentRgb = z.infer<typeof schema>;

/** What `latent_rgb.json` beside a checkpoint says; null where it is not for latents of `channels`. */
export function parseLatentRgb(json: unknown, channels: number): LatentRgb | null {
  const { data } = schema.safeParse(json);
  return data?.factors.length === channels ? data : null;
}
