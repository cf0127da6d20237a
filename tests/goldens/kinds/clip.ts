import { join } from 'node:path';
import { openClip } from '../../../nodes/networks/text/clip-encoder.ts';
import type { GoldenKind } from '../kind.ts';
import { openTextEncoder, rowsOf } from './text-model.ts';

export const clip: GoldenKind = {
  title: 'CLIP text encoder',
  matches: ({ name }) => name.startsWith('clip_'),
  async compute(golden, { dir, device, input }) {
    const weights = openTextEncoder(join(dir, 'models', String(golden.params['model'])));
    const encoder = await openClip(weights, device);
    const { lastHiddenState, penultimate, pooled, textEmbeds } = await encoder.encode(
      rowsOf(input('input_ids')),
    );
    await encoder.dispose();
    return {
      last_hidden_state: lastHiddenState,
      hidden_states_minus_2: penultimate,
      ...(textEmbeds ? { text_embeds: textEmbeds } : { pooler_output: pooled }),
    };
  },
};
