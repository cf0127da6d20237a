/** The sections of the node library. */
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { t } from '../text/text.ts';

export interface Category {
  readonly name: string;
  readonly classes: readonly NodeClass[];
}

const FIRST = ['TACA', 'Loaders', 'Conditioning', 'Sampling', 'Latent', 'Image', 'Mask'];

/** `model/loaders` is Loaders, `image/upscaling` Image: what a person looks for, not where it is filed. */
export function categoryOf({ category }: Pick<NodeClass, 'category'>): string {
  const parts = category.split('/').filter(Boolean);
  const part = (parts[0] === 'model' && parts[1]) || parts[0];
  if (part === undefined) return t('search.other');
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/** Sections in the order of a pipeline, others by name; nodes within by title. */
export function categories(classes: readonly NodeClass[]): Category[] {
  const byName = Map.groupBy(classes, categoryOf);
  const place = (name: string) => {
    const index = FIRST.indexOf(name);
    return index < 0 ? FIRST.length : index;
  };
  return [...byName]
    .map(([name, found]) => ({
      name,
      classes: found.toSorted((a, b) => a.title.localeCompare(b.title)),
    }))
    .sort((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));
}
