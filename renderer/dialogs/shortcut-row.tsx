import { RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import type { Action } from '../actions/action.ts';
import { actionOf, actions } from '../actions/index.ts';
import { keysOf, shownKeys } from '../actions/keys.ts';
import { isMac } from '../actions/platform.ts';
import { conflicts, resetKeys, setKeys, useKeymap, useOwnKeys } from '../store/keymap.ts';
import { t } from '../text/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './shortcuts.module.css';

const MODIFIERS = new Set(['Control', 'Meta', 'Alt', 'Shift']);

export function ShortcutRow({ action: { id, title } }: { readonly action: Action }) {
  const map = useKeymap();
  const isOwn = Object.hasOwn(useOwnKeys(), id);
  const [isRecording, setRecording] = useState(false);
  const keys = map.keysFor(id);
  const rivals = conflicts(actions, map, id);
  const name = t(title);
  return (
    <li className={classes['row']}>
      <span className={classes['name']}>{name}</span>
      {keys.map((one) => (
        <span key={one} className={classes['key']}>
          {shownKeys(one, isMac)}
          <button
            type="button"
            aria-label={t('shortcuts.remove', { keys: shownKeys(one, isMac), action: name })}
            onClick={() =>
              setKeys(
                id,
                keys.filter((other) => other !== one),
              )
            }
          >
            <X size={10} aria-hidden />
          </button>
        </span>
      ))}
      {keys.length === 0 && <span className={classes['none']}>{t('shortcuts.none')}</span>}
      <button
        type="button"
        className={classes['change']}
        aria-label={isRecording ? undefined : t('shortcuts.change', { action: name })}
        onClick={() => setRecording(true)}
        onBlur={() => setRecording(false)}
        onKeyDown={(event) => {
          if (!isRecording || MODIFIERS.has(event.key)) return;
          event.preventDefault();
          event.stopPropagation();
          setRecording(false);
          const pressed = keysOf(event, isMac);
          if (pressed !== 'Escape' && !keys.includes(pressed)) setKeys(id, [...keys, pressed]);
        }}
      >
        {isRecording ? t('shortcuts.press') : '+'}
      </button>
      {isOwn && (
        <IconButton
          isSmall
          icon={RotateCcw}
          label={t('shortcuts.reset', { action: name })}
          onClick={() => resetKeys(id)}
        />
      )}
      {rivals.length > 0 && (
        <p className={classes['conflict']} role="note">
          {t('shortcuts.conflict', {
            keys: keys.map((one) => shownKeys(one, isMac)).join(', '),
            action: rivals.map(titleOf).join(', '),
          })}
        </p>
      )}
    </li>
  );
}

function titleOf(id: string): string {
  const action = actionOf(id);
  return action ? t(action.title) : id;
}
