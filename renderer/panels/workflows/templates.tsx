import { useEffect } from 'react';
import { openTemplate } from '../../files/open.ts';
import { refreshWorkflows, useSavedList } from '../../files/saved-list.ts';
import { templatePicture } from '../../files/user-file-api.ts';
import { t } from '../../text/text.ts';
import classes from './workflows.module.css';

interface TemplatesProps {
  /** Words that the title holds. */
  readonly query?: string;
  readonly title?: string;
}

/** The workflows that come with the program; one opens as a copy. */
export function Templates({ query = '', title = t('workflows.templates') }: TemplatesProps) {
  const templates = useSavedList((state) => state.templates);
  const isEmpty = templates.length === 0;
  useEffect(() => {
    if (isEmpty) void refreshWorkflows();
  }, [isEmpty]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = templates.filter(({ title: name, description }) =>
    words.every((word) => `${name} ${description}`.toLowerCase().includes(word)),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {shown.map(({ name, title: shownName, description, hasPicture }) => (
          <li key={name} className={classes['row']}>
            <button
              type="button"
              className={classes['open']}
              onClick={() => void openTemplate(name, shownName)}
            >
              {hasPicture ? (
                <img className={classes['large']} src={templatePicture(name)} alt="" />
              ) : (
                <span className={classes['large']} />
              )}
              <span className={classes['text']}>
                <span className={classes['strong']}>{shownName}</span>
                <span>{description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
