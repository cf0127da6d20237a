import { randomInt } from 'node:crypto';
import { defineNode, socket } from '../graph/definition.ts';
import { savePictures } from './save-pictures.ts';

/** Differs from process to process: browsers may keep pictures of an earlier run under the same name. */
const prefix = `ComfyUI_temp_${Array.from({ length: 5 }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(randomInt(26))).join('')}`;

export const previewImage = defineNode({
  id: 'PreviewImage',
  title: 'Preview Image',
  category: 'image',
  description: 'Shows pictures without keeping them.',
  inputs: { images: socket('IMAGE') },
  outputs: { images: 'IMAGE' },
  outputNode: true,
  async run({ images }, context) {
    const destination = { type: 'temp', prefix, level: 1 } as const;
    context.show({ images: await savePictures(images, destination, context) });
    return { images };
  },
});
