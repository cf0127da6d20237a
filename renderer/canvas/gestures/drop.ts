/** What is dropped onto the canvas: files, pictures, models, node classes. */
import type { Point } from '../../../nodes/graph/document/types.ts';
import { addModelAt, MODEL_MIME, modelOf } from '../../actions/add-model.ts';
import { addNodeAt } from '../../actions/add-node.ts';
import { PICTURE_MIME, viewUrl, type PictureRef } from '../../api/pictures.ts';
import { addPicture } from '../../files/add-picture.ts';
import { importFile } from '../../files/open.ts';
import { classOf } from '../../store/catalog.ts';

const NODE_MIME = 'application/x-taca-node';
const TAKEN = ['Files', PICTURE_MIME, MODEL_MIME, NODE_MIME];

export function canDrop({ types }: DataTransfer): boolean {
  return TAKEN.some((type) => types.includes(type));
}

/** @param asInput a picture becomes an input instead of the workflow that made it */
export async function drop(
  transfer: DataTransfer,
  position: Point,
  asInput: boolean,
): Promise<void> {
  const nodeClass = classOf(transfer.getData(NODE_MIME));
  if (nodeClass) {
    addNodeAt(nodeClass, position);
    return;
  }
  const model = modelOf(transfer);
  if (model) {
    addModelAt(model, position);
    return;
  }
  const picture = transfer.getData(PICTURE_MIME);
  const files =
    picture === '' ? [...transfer.files] : [await fileOf(JSON.parse(picture) as PictureRef)];
  for (const [i, file] of files.entries()) {
    const place: Point = [position[0] + 40 * i, position[1] + 40 * i];
    if (asInput && file.type.startsWith('image/')) await addPicture(file, false, place);
    else await importFile(file, place);
  }
}

async function fileOf(picture: PictureRef): Promise<File> {
  const response = await fetch(viewUrl(picture));
  const blob = await response.blob();
  return new File([blob], picture.filename, { type: blob.type });
}
