import { allocate } from '../allocate.ts';
import { defineNode, int } from '../graph/definition.ts';

export const emptyImage = defineNode({
  id: 'EmptyImage',
  title: 'Empty Image',
  category: 'image',
  description: 'Pictures of one colour.',
  inputs: {
    width: int({ default: 512, min: 1, max: 16384, step: 1 }),
    height: int({ default: 512, min: 1, max: 16384, step: 1 }),
    batch_size: int({ default: 1, min: 1, max: 4096 }),
    color: int({
      default: 0,
      min: 0,
      max: 0xffffff,
      step: 1,
      tooltip: '65536 red + 256 green + blue',
    }),
  },
  outputs: { IMAGE: 'IMAGE' },
  run({ width, height, batch_size, color }) {
    const image = allocate([batch_size, height, width, 3]);
    const rgb = [color >> 16, color >> 8, color].map((byte) => (byte & 0xff) / 255);
    rgb.forEach((value, channel) => {
      for (let i = channel; i < image.data.length; i += 3) image.data[i] = value;
    });
    return { IMAGE: image };
  },
});
