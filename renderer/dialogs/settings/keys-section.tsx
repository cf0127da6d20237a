import { shownKeys } from '../../actions/keys.ts';
import { actions } from '../../actions/index.ts';
import { isMac } from '../../actions/platform.ts';
import { keymap } from '../../store/keymap.ts';
import { t } from '../../text/text.ts';
import classes from './settings.module.css';

/** Every action that has keys. */
export function KeysSection() {
  const map = keymap.getState();
  return (
    <table className={classes['table']}>
      <tbody>
        {actions
          .filter(({ id }) => map.keysFor(id).length > 0)
          .map(({ id, title }) => (
            <tr key={id}>
              <th scope="row">{t(title)}</th>
              <td>
                {map
                  .keysFor(id)
                  .map((keys) => shownKeys(keys, isMac))
                  .join(', ')}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
