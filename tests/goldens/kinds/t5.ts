import { join } from 'node:path';
import { openT5 } from '../../../nodes/networks/text/t5-encoder.ts';
import type { GoldenKind } from '../kind.ts';
import { openTextEncoder, rowsOf } from './text-model.ts';

export const t5: GoldenKind = {
  title: 'T5 encoder',
  matches: ({ name }) => name.startsWith('t5_'),
  async compute(golden, { dir, device, input }) {
    const weights = openTextEncoder(join(dir, 'models', String(golden.params['model'])));
    const encoder = await openT5(weights, device);
    const lastHiddenState = await encoder.encode(rowsOf(input('input_ids')));
    await encoder.dispose();
    return { last_hidden_state: lastHiddenState };
  },
};
