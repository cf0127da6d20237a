import { useEffect, useState } from 'react';
import { updateTab, useTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { WidgetField } from '../widgets/widget-field.tsx';
import { FormEditor } from './form-editor.tsx';
import classes from './form.module.css';
import { FormResult } from './form-result.tsx';
import type { FormRow } from './form-rows.ts';
import { FormRun } from './form-run.tsx';
import { useForm } from './use-form.ts';

/** The chosen inputs of the workflow beside its last picture, for people who need no graph. */
export function FormView() {
  const form = useForm();
  const name = useTab((tab) => tab.name);
  const tab = useTab(({ id }) => id);
  const depth = useTab(({ path }) => path.length);
  const [isEditing, setEditing] = useState(false);
  useEffect(() => {
    // The inputs are those of the outermost graph.
    if (tab !== null && depth) updateTab(tab, { path: [] });
  }, [tab, depth]);
  if (!form) return <p className={classes['empty']}>{t('form.noWorkflow')}</p>;
  return (
    <div className={classes['view']}>
      <section className={classes['form']} aria-label={t('form.label')}>
        <header className={classes['header']}>
          <h2>{name}</h2>
          <Button
            isSmall
            look="quiet"
            aria-pressed={isEditing}
            onClick={() => setEditing(!isEditing)}
          >
            {t(isEditing ? 'form.done' : 'form.edit')}
          </Button>
        </header>
        {form.isSuggested && <p className={classes['hint']}>{t('form.suggested')}</p>}
        <div className={classes['content']}>
          {isEditing ? <FormEditor rows={form.rows} /> : <Fields rows={form.rows} />}
        </div>
        <FormRun />
      </section>
      <FormResult />
    </div>
  );
}

function Fields({ rows }: { readonly rows: readonly FormRow[] }) {
  const shown = rows.filter(({ widget }) => widget !== null);
  if (shown.length === 0) {
    return (
      <div className={classes['empty']}>
        <h2>{t('form.empty')}</h2>
        <p>{t('form.emptyHint')}</p>
      </div>
    );
  }
  return shown.map(
    ({ node, input, widget, name }) =>
      widget && (
        <WidgetField
          key={`${node} ${input}`}
          nodeId={node}
          input={widget}
          label={name}
          variant="form"
        />
      ),
  );
}
