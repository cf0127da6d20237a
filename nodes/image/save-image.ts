import { defineNode, socket, string } from '../graph/definition.ts';
import { savePictures } from './save-pictures.ts';

export const saveImage = defineNode({
  id: 'SaveImage',
  title: 'Save Image',
  category: 'image',
  description: 'Saves pictures as PNG in the output folder, with the workflow inside.',
  inputs: {
    images: socket('IMAGE'),
    filename_prefix: string({
      default: 'ComfyUI',
      tooltip:
        'A / makes a folder; %width%, %height%, %year%, %month%, %day%, %batch_num% are filled in.',
    }),
  },
  outputs: { images: 'IMAGE' },
  outputNode: true,
  async run({ images, filename_prefix }, context) {
    const destination = { type: 'output', prefix: filename_prefix, level: 4 } as const;
    context.show({ images: await savePictures(images, destination, context) });
    return { images };
  },
});
