import { useEffect } from 'react';
import { openTemplate } from '../../files/open.ts';
import { refreshWorkflows, useSavedList } from '../../files/saved-list.ts';
import { templatePicture } from '../../files/user-file-api.ts';
import { t } from '../../text/text.ts';
import classes from './workflows.module.css';

/** The workflows that come with the program; one opens as a copy. @param query words that its title holds */
export function Templates({ query = '' }: { readonly query?: string }) {
  const templates = useSavedList((state) => state.templates);
  const isEmpty = templates.length === 0;
  useEffect(() => {
    if (isEmpty) void refreshWorkflows();
  }, [isEmpty]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = templates.filter(({ title, description }) =>
    words.every((word) => `${title} ${description}`.toLowerCase().includes(word)),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('workflows.templates')}>
      <h3>{t('workflows.templates')}</h3>
      <ul>
        {shown.map(({ name, title, description, hasPicture }) => (
          <li key={name} className={classes['row']}>
            <button
              type="button"
              className={classes['open']}
              onClick={() => void openTemplate(name, title)}
            >
              {hasPicture ? (
                <img className={classes['large']} src={templatePicture(name)} alt="" />
              ) : (
                <span className={classes['large']} />
              )}
              <span className={classes['text']}>
                <span className={classes['strong']}>{title}</span>
                <span>{description}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
