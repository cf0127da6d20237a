import { actionOf, runAction } from '../../actions/index.ts';
import { shownKeys } from '../../actions/keys.ts';
import { isMac } from '../../actions/platform.ts';
import { keymap } from '../../store/keymap.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import classes from './inspector.module.css';

/** What is done to a selection most. */
const ACTIONS = ['node.bypass', 'node.mute'] as const;

export function InspectorFooter() {
  const actions = ACTIONS.flatMap((id) => actionOf(id) ?? []);
  if (actions.length === 0) return null;
  return (
    <div className={classes['footer']}>
      {actions.map(({ id, title, icon: Icon }) => {
        const [keys] = keymap.getState().keysFor(id);
        return (
          <Button key={id} isSmall onClick={() => runAction(id)}>
            {Icon && <Icon size={14} aria-hidden />}
            {t(title)}
            {keys !== undefined && <kbd>{shownKeys(keys, isMac)}</kbd>}
          </Button>
        );
      })}
    </div>
  );
}
