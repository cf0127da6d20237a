import type { ImportNote } from '../../../nodes/graph/import/import-report.ts';
import { t } from '../../text/text.ts';

export function sentenceOf(note: ImportNote): string {
  switch (note.kind) {
    case 'linkDropped':
      return t('report.linkDropped', { link: note.link });
    case 'nodeDropped':
      return t('report.nodeDropped', { id: note.id });
    case 'valueDropped':
      return t('report.valueDropped', { input: note.input });
    case 'modelRenamed':
      return t('report.modelRenamed', { from: note.from, to: note.to });
    case 'modelMissing':
      return t('report.modelMissing', { name: note.name });
    case 'classMissing':
      return t('report.classMissing', { type: note.type });
    default: {
      const { input, value, nearest } = note;
      return nearest === null
        ? t('report.valueUnknown', { input, value })
        : t('report.valueNearest', { input, value, nearest });
    }
  }
}
