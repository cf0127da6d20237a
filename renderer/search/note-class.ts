import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { t } from '../text/text.ts';

/** A note as the search finds it: no server has its class. */
export const NOTE_CLASS: NodeClass = {
  id: 'MarkdownNote',
  title: t('search.note'),
  category: 'utilities',
  description: '',
  inputs: [],
  outputs: [],
  isOutput: false,
  isDeprecated: false,
  isExperimental: false,
  aliases: ['comment', 'markdown', 'text'],
};
