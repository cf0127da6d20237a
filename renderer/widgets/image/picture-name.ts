import type { PictureRef } from '../../api/pictures.ts';

const ANNOTATED = /^(.*) \[(input|output|temp)\]$/;

/** The picture that a widget value names: `name`, `sub/name`, ` [output]` behind. */
export function pictureOf(value: string): PictureRef | null {
  if (value === '') return null;
  const [, path = value, type = 'input'] = ANNOTATED.exec(value) ?? [];
  const slash = path.lastIndexOf('/');
  return {
    filename: path.slice(slash + 1),
    subfolder: path.slice(0, Math.max(slash, 0)),
    type: type as PictureRef['type'],
  };
}
