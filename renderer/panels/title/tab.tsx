import { X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { keymap } from '../../store/keymap.ts';
import { t } from '../../text/text.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { shownKeys } from '../../actions/keys.ts';
import { isMac } from '../../actions/platform.ts';
import classes from './tabs.module.css';

export interface TabProps {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly isUnsaved: boolean;
  readonly isRunning: boolean;
  readonly isDragged: boolean;
  readonly onActivate: () => void;
  readonly onClose: () => void;
  readonly onRename: (name: string) => void;
  /** To a neighbour, by arrow keys. */
  readonly onStep: (by: number) => void;
  /** Among the tabs, by keys. */
  readonly onMove: (by: number) => void;
  readonly onDrag: (id: string | null) => void;
  readonly onDragOver: () => void;
}

export function Tab(props: TabProps) {
  const { id, name, isActive, isUnsaved, isRunning, isDragged, onActivate, onClose } = props;
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming) {
    return (
      <NameField
        name={name}
        onDone={(wanted) => {
          setRenaming(false);
          if (wanted !== null) props.onRename(wanted);
        }}
      />
    );
  }
  const state = isRunning ? 'running' : isUnsaved ? 'unsaved' : null;
  const label = state ? t(`files.${state}`, { name }) : name;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined && event.shiftKey) props.onMove(by);
    else if (by !== undefined) props.onStep(by);
    else if (event.key === 'F2') setRenaming(true);
    else if (event.key === 'Delete') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const looks = [classes['tab'], isActive && classes['active'], isDragged && classes['dragged']];
  const keys = keymap.getState().keysFor('file.close')[0];
  const close = t('files.close', { name });
  return (
    <div
      className={looks.filter(Boolean).join(' ')}
      role="presentation"
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        props.onDrag(id);
      }}
      onDragEnd={() => props.onDrag(null)}
      onDragOver={(event) => {
        event.preventDefault();
        props.onDragOver();
      }}
      onAuxClick={(event) => {
        if (event.button === 1) onClose();
      }}
      onMouseDown={(event) => {
        if (event.button === 1) event.preventDefault();
      }}
    >
      <Tooltip label={label}>
        <button
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={isActive}
          aria-label={label}
          tabIndex={isActive ? 0 : -1}
          className={classes['name']}
          onClick={onActivate}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={onKeyDown}
        >
          {state && <i className={classes[state]} />}
          <span>{name}</span>
        </button>
      </Tooltip>
      <button
        type="button"
        // A list of tabs holds tabs alone; by keys Delete closes the one with the focus.
        aria-hidden
        className={classes['close']}
        title={keys === undefined ? close : `${close} (${shownKeys(keys, isMac)})`}
        tabIndex={-1}
        onClick={onClose}
      >
        <X size={12} aria-hidden />
      </button>
    </div>
  );
}

/** Enter or leaving it takes the name, Escape does not. */
function NameField({
  name,
  onDone,
}: {
  readonly name: string;
  readonly onDone: (name: string | null) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <input
      className={classes['field']}
      aria-label={t('files.tabName')}
      defaultValue={name}
      spellCheck={false}
      ref={field}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        // What has the focus next must not take the key.
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        else onDone(null);
      }}
    />
  );
}
