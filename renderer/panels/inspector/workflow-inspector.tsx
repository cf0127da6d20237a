import { isObject } from '../../../nodes/graph/json.ts';
import { isWidgetInput } from '../../../nodes/graph/node-class.ts';
import type { Tab } from '../../store/workspace.ts';
import { classOf } from '../../store/catalog.ts';
import { edit, openGraph, useTab } from '../../store/workspace.ts';
import { StartFrom } from '../../first-run/start-from.tsx';
import { useIsNew } from '../../store/first-run.ts';
import { t } from '../../text/text.ts';
import { WidgetField } from '../../widgets/widget-field.tsx';
import prompt from '../../widgets/text/prompt.module.css';
import row from '../../widgets/row.module.css';
import classes from './inspector.module.css';

/** Nothing is selected: the workflow, with its prompts. */
export function WorkflowInspector() {
  const name = useTab((tab) => tab.name) ?? '';
  const notes = useTab(notesOf) ?? '';
  const prompts = useTab(promptsOf) ?? '';
  const isNew = useIsNew();
  return (
    <div className={classes['scroll']}>
      {isNew && <StartFrom />}
      <div className={classes['section']}>
        <h2 className={classes['heading']}>{name}</h2>
      </div>
      <div className={classes['section']}>
        {prompts
          .split('\n')
          .filter(Boolean)
          .map((key) => (
            <Prompt key={key} place={key} />
          ))}
        <div className={`${row['row']} ${row['inspector']} ${row['tall']}`}>
          <label className={row['label']} htmlFor="workflow-notes">
            {t('inspector.workflow.notes')}
          </label>
          <div className={`${prompt['prompt']} ${prompt['grows']}`}>
            <textarea
              id="workflow-notes"
              className={prompt['area']}
              value={notes}
              placeholder={t('inspector.workflow.notes.hint')}
              onChange={(event) => setNotes(event.currentTarget.value)}
            />
          </div>
        </div>
      </div>
    </div>
  );
}

function Prompt({ place }: { readonly place: string }) {
  const [id = '', inputName = ''] = place.split(' ');
  const type = useTab((tab) => openGraph(tab).nodes[id]?.type) ?? '';
  const title = useTab((tab) => openGraph(tab).nodes[id]?.title ?? null);
  const nodeClass = classOf(type);
  const input = nodeClass?.inputs.find(({ name }) => name === inputName);
  if (!nodeClass || !input || !isWidgetInput(input)) return null;
  const label = title ?? nodeClass.title;
  return <WidgetField nodeId={id} input={input} variant="inspector" label={label} />;
}

/** The texts of several lines, as lines of node and input. */
function promptsOf(tab: Tab): string {
  const { nodes, order } = openGraph(tab);
  return order
    .flatMap((id) => {
      const inputs = classOf(nodes[id]?.type ?? '')?.inputs ?? [];
      const texts = inputs.filter((input) => input.kind === 'string' && input.multiline);
      return texts.filter(({ name }) => name === 'text').map(({ name }) => `${id} ${name}`);
    })
    .slice(0, MOST_PROMPTS)
    .join('\n');
}

const MOST_PROMPTS = 4;

/** Notes lie where other editors of the format leave members alone. */
function notesOf({ document }: Tab): string {
  const { extra } = document.rest;
  const notes = isObject(extra) ? extra['notes'] : null;
  return typeof notes === 'string' ? notes : '';
}

function setNotes(notes: string): void {
  edit(
    t('inspector.workflow.notes'),
    (document) => {
      const { extra } = document.rest;
      document.rest = { ...document.rest, extra: { ...(isObject(extra) ? extra : {}), notes } };
    },
    { group: 'workflow notes' },
  );
}
