import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';
import { goldenConfig, openCase } from './transformer-case.ts';

export const storedPrecision: GoldenKind = {
  title: 'stored precision',
  matches: ({ name }) => name.startsWith('precision_'),
  async compute({ params }, world) {
    const file = join(world.dir, params['file'] as string);
    const config = goldenConfig(world.dir, 'sd3-plain/transformer');
    const { run, close } = await openCase(world, openTransformer(file, config));
    const { velocity } = await run();
    await close();
    return { velocity: velocity as Tensor };
  },
};
