import { defineNode, int, socket } from '../graph/definition.ts';
import { VAE_FACTOR } from '../networks/vae/vae-config.ts';
import { composite } from './composite.ts';

export const latentComposite = defineNode({
  id: 'LatentComposite',
  title: 'Latent Composite',
  category: 'latent',
  description: 'Pastes a latent into another; place and feather are in pixels.',
  inputs: {
    samples_to: socket('LATENT'),
    samples_from: socket('LATENT'),
    x: int({ default: 0, min: 0, max: 16384, step: 8 }),
    y: int({ default: 0, min: 0, max: 16384, step: 8 }),
    feather: int({ default: 0, min: 0, max: 16384, step: 8 }),
  },
  outputs: { LATENT: 'LATENT' },
  run({ samples_to, samples_from, x, y, feather }) {
    const [row, column, fade] = [y, x, feather].map((n) => Math.floor(n / VAE_FACTOR)) as [
      number,
      number,
      number,
    ];
    const samples = composite(samples_to.samples, samples_from.samples, row, column, fade);
    return { LATENT: { ...samples_to, samples } };
  },
});
