import { classOf } from '../../store/catalog.ts';
import { openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { SharedField } from '../../widgets/widget-field.tsx';
import { InspectorFooter } from './inspector-footer.tsx';
import classes from './inspector.module.css';
import { sharedInputs } from './shared-inputs.ts';

/** What several nodes have in common, to change them together. */
export function SharedInspector({ ids }: { readonly ids: readonly string[] }) {
  const types = useTab((tab) => ids.map((id) => openGraph(tab).nodes[id]?.type ?? '').join('\n'));
  const inputs = sharedInputs((types ?? '').split('\n').map(classOf));
  return (
    <>
      <div className={classes['scroll']}>
        <div className={classes['section']}>
          <h2 className={classes['heading']}>{t('inspector.several', { count: ids.length })}</h2>
          {inputs.length === 0 && (
            <p className={classes['description']}>{t('inspector.noShared')}</p>
          )}
        </div>
        {inputs.length > 0 && (
          <div className={classes['section']}>
            {inputs.map((input) => (
              <SharedField
                key={`${ids.join(' ')} ${input.name}`}
                nodeIds={ids}
                input={input}
                variant="inspector"
              />
            ))}
          </div>
        )}
      </div>
      <InspectorFooter />
    </>
  );
}
