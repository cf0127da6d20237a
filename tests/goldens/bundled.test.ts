import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpu } from '../../nodes/runtime/device.ts';
import { runContext } from './nodes.ts';
import { compareRender, readRenders, RENDER_LIMITS } from './renders.ts';

const dir = join(import.meta.dirname, 'bundled');
const context = runContext(cpu);

describe("diffusers' renders of the bundled model", () => {
  test.each(readRenders(dir))('$file', async (render) => {
    const error = await compareRender(dir, render, context);
    expect(error.noise).toBe(RENDER_LIMITS.noise);
    expect(error.latent).toBeLessThanOrEqual(RENDER_LIMITS.latent);
    expect(error.psnr).toBeGreaterThanOrEqual(RENDER_LIMITS.psnr);
  });
});
