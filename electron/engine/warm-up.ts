import type { ExecutionResult } from '../protocol/execution.ts';
import { execute, type ExecutionWorld } from './executor/execute.ts';
import { createNodeCache } from './executor/node-cache.ts';

const MODEL = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'shapes' } };
const SIZE = { width: 128, height: 128, batch_size: 1 };
const SAMPLING = {
  seed: 0,
  steps: 1,
  cfg: 4,
  sampler_name: 'euler',
  scheduler: 'normal',
  denoise: 1,
};
const LARGEST_RESULTS = 2 ** 26;
const PROMPT = {
  model: MODEL,
  text: { class_type: 'CLIPTextEncode', inputs: { clip: ['model', 1], text: 'a star' } },
  empty: { class_type: 'EmptySD3LatentImage', inputs: SIZE },
  sample: {
    class_type: 'KSampler',
    inputs: {
      model: ['model', 0],
      positive: ['text', 0],
      negative: ['text', 0],
      latent_image: ['empty', 0],
      ...SAMPLING,
    },
  },
  decode: { class_type: 'VAEDecode', inputs: { samples: ['sample', 0], vae: ['model', 2] } },
};

/**
 * Renders a step with the bundled model and forgets it, so that the model is loaded and its graphs are built when the
 * first picture is wanted.
 */
export function warmUp(world: ExecutionWorld): Promise<ExecutionResult> {
  const job = {
    id: 'warm-up',
    prompt: PROMPT,
    targets: ['decode'],
    extraPngInfo: {},
    previews: false,
  };
  // What it makes is nobody's: a run must not find it.
  return execute(job, { ...world, cache: createNodeCache(LARGEST_RESULTS) });
}
