import { useState } from 'react';
import type { ModelChange } from '../../../nodes/graph/import/import-report.ts';
import { missingModels, type MissingModel } from '../../../nodes/graph/import/missing.ts';
import { setModels } from '../../../nodes/graph/import/resolve.ts';
import { showReport } from '../../files/review-import.ts';
import { useCatalog } from '../../store/catalog.ts';
import { layout } from '../../store/layout.ts';
import { edit, useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './files.module.css';

/** A row for each file that is not here, with the file that is nearest to it chosen. */
export default function MissingModels({ tab: id }: { readonly tab: string }) {
  const document = useWorkspace(({ tabs }) => tabs.find((one) => one.id === id)?.document);
  const known = useCatalog((state) => state.classes);
  const missing = document ? missingModels(document, known) : [];
  const [choices, setChoices] = useState<Readonly<Record<string, string>>>({});
  const chosen = ({ wanted, best }: MissingModel) => choices[wanted] ?? best ?? '';
  const apply = () => {
    const changes = missing.flatMap((model): ModelChange[] =>
      chosen(model) === '' ? [] : model.uses.map((use) => ({ ...use, value: chosen(model) })),
    );
    edit(t('missingModels.edit'), (draft) => setModels(draft, changes), { tab: id });
    showReport(id);
  };
  const openModels = () => {
    layout.setState({ left: 'models' });
    showReport(id);
  };
  return (
    <Dialog
      isWide
      title={t('missingModels.title', { count: missing.length })}
      description={t('missingModels.text')}
      onClose={() => showReport(id)}
      footer={
        <>
          <Button look="quiet" className={classes['start']} onClick={openModels}>
            {t('missingModels.panel')}
          </Button>
          <Button onClick={() => showReport(id)}>{t('missingModels.open')}</Button>
          <Button
            look="primary"
            disabled={missing.every((model) => chosen(model) === '')}
            onClick={apply}
          >
            {t('missingModels.apply')}
          </Button>
        </>
      }
    >
      <ul className={classes['list']}>
        {missing.map((model) => (
          <li key={`${model.wanted} ${model.uses[0]?.input}`} className={classes['row']}>
            <span className={classes['text']}>
              <span title={model.wanted}>{model.wanted}</span>
              <span>{t('missingModels.wantedBy', { nodes: titlesOf(model) })}</span>
            </span>
            {model.options.length === 0 ? (
              <span className={classes['hint']}>{t('missingModels.noFiles')}</span>
            ) : (
              <select
                className={classes['select']}
                aria-label={t('missingModels.choice', { name: model.wanted })}
                value={chosen(model)}
                onChange={(event) => setChoices({ ...choices, [model.wanted]: event.target.value })}
              >
                <option value="">{t('missingModels.none')}</option>
                {model.options.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function titlesOf({ uses }: MissingModel): string {
  return [...new Set(uses.map(({ title }) => title))].join(', ');
}
