import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';
import { goldenConfig, openCase } from './transformer-case.ts';

export const singleFile: GoldenKind = {
  title: 'transformer in one file',
  matches: ({ name }) => name.startsWith('single_'),
  async compute({ params }, world) {
    const file = join(world.dir, 'single_file', params['file'] as string);
    const config = goldenConfig(world.dir, params['config'] as string);
    const { run, close } = await openCase(world, openTransformer(file, config));
    const { velocity } = await run();
    await close();
    return { velocity: velocity as Tensor };
  },
};
