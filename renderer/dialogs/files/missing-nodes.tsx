import { useState } from 'react';
import { missingClasses, type MissingClass } from '../../../nodes/graph/import/missing.ts';
import { bypassNodes, replaceNodes } from '../../../nodes/graph/import/resolve.ts';
import { reviewModels } from '../../files/review-import.ts';
import { catalog, classOf, useCatalog } from '../../store/catalog.ts';
import { edit, useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './files.module.css';

const KEEP = '';
const BYPASS = ':bypass';

/** What to do with each class that is not here. Nothing is lost whatever is chosen. */
export default function MissingNodes({ tab: id }: { readonly tab: string }) {
  const document = useWorkspace(({ tabs }) => tabs.find((one) => one.id === id)?.document);
  const known = useCatalog((state) => state.classes);
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const [missing] = useState(() => (document ? missingClasses(document, known) : []));
  const apply = () => {
    resolve(id, missing, choices);
    reviewModels(id);
  };
  return (
    <Dialog
      isWide
      title={t('missingNodes.title', { count: missing.length })}
      description={t('missingNodes.text')}
      onClose={() => reviewModels(id)}
      footer={
        <Button look="primary" onClick={apply}>
          {t('missingNodes.apply')}
        </Button>
      }
    >
      <ul className={classes['list']}>
        {missing.map(({ type, places, nearest }) => (
          <li key={type} className={classes['row']}>
            <span className={classes['text']}>
              <span>{type}</span>
              <span>{t('missingNodes.uses', { count: places.length })}</span>
            </span>
            <select
              className={classes['select']}
              aria-label={t('missingNodes.choice', { type })}
              value={choices[type] ?? KEEP}
              onChange={(event) => setChoices({ ...choices, [type]: event.target.value })}
            >
              <option value={KEEP}>{t('missingNodes.keep')}</option>
              <option value={BYPASS}>{t('missingNodes.bypass')}</option>
              {nearest.map((name) => (
                <option key={name} value={name}>
                  {t('missingNodes.replace', { name: classOf(name)?.title ?? name })}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** As one edit. */
function resolve(
  tab: string,
  missing: readonly MissingClass[],
  choices: Readonly<Record<string, string>>,
): void {
  const { classes } = catalog.getState();
  edit(
    t('missingNodes.edit'),
    (draft) => {
      for (const { type, places } of missing) {
        const choice = choices[type] ?? KEEP;
        const replacement = classes[choice];
        if (choice === BYPASS) bypassNodes(draft, places);
        else if (replacement) replaceNodes(draft, places, replacement);
      }
    },
    { tab },
  );
}
