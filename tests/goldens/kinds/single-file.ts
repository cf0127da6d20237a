import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';
import { goldenConfig, openCase } from './sd3.ts';

export const sd3SingleFile: GoldenKind = {
  title: 'SD3 in one file',
  matches: ({ name }) => name.startsWith('single_sd3'),
  async compute({ params }, world) {
    const file = join(world.dir, 'single_file', params['file'] as string);
    const config = goldenConfig(world.dir, params['config'] as string);
    const { run, close } = await openCase(world, openTransformer(file, config));
    const { velocity } = await run();
    await close();
    return { velocity: velocity as Tensor };
  },
};
