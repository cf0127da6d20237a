import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';
import { openCase } from './transformer-case.ts';

export const transformer: GoldenKind = {
  title: 'transformer',
  matches: ({ name }) => name.startsWith('transformer_'),
  async compute({ params, outputs }, world) {
    const model = join(world.dir, 'models', params['model'] as string);
    const { run, close } = await openCase(world, openTransformer(model));
    const plain = await run();
    const taca = await run({ gamma: params['gamma'] as number });
    const gamma1 = await run({ gamma: 1 });
    await close();
    const inside = (prefix: string, values: Readonly<Record<string, Tensor>>) =>
      Object.entries(values)
        .map(([name, value]) => [`${prefix}.${name}`, value] as const)
        .filter(([name]) => name in outputs);
    return {
      velocity: plain['velocity'] as Tensor,
      velocity_taca: taca['velocity'] as Tensor,
      velocity_taca_gamma1: gamma1['velocity'] as Tensor,
      ...Object.fromEntries([...inside('plain', plain), ...inside('taca', taca)]),
    };
  },
};
