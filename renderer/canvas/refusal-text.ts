import type { Refusal } from '../../nodes/graph/document/connect.ts';
import { classOf } from '../store/catalog.ts';
import { t } from '../text/text.ts';
import { currentScene } from './current.ts';
import { titleIn } from './node/title.ts';

/** Why a link cannot be made, and what helps. */
export function refusalText(refusal: Refusal): string {
  if (refusal.code === 'missing') return t('canvas.refusal.missing');
  if (refusal.code === 'self') return t('canvas.refusal.self');
  if (refusal.code === 'cycle') {
    const scene = currentScene();
    const node = scene?.nodes[refusal.through];
    return t('canvas.refusal.cycle', { node: scene && node ? titleIn(scene, node) : '' });
  }
  const { given, wanted, converter } = refusal;
  const between = converter === null ? undefined : classOf(converter);
  return between
    ? t('canvas.refusal.typeBetween', { given, wanted, converter: between.title })
    : t('canvas.refusal.type', { given, wanted });
}
