import { ArrowDown, ArrowUp, GripVertical, Plus, X } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { titleOf } from '../widgets/label.ts';
import { addEntries } from './add-entries.ts';
import classes from './form.module.css';
import { isSameInput, moved } from './form-inputs.ts';
import type { FormRow } from './form-rows.ts';
import { editForm } from './toggle-form-input.ts';

/** The rows of the form, to be ordered, named and taken out. */
export function FormEditor({ rows }: { readonly rows: readonly FormRow[] }) {
  const [dragged, setDragged] = useState<number | null>(null);
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) editForm((inputs) => moved(inputs, dragged, to));
    setDragged(null);
  };
  return (
    <>
      <ol className={classes['rows']}>
        {rows.map((row, i) => (
          <li
            key={`${row.node} ${row.input}`}
            className={classes['editRow']}
            data-dragged={dragged === i || undefined}
            draggable
            onDragStart={({ dataTransfer }) => {
              dataTransfer.effectAllowed = 'move';
              setDragged(i);
            }}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged !== null && event.preventDefault()}
            onDrop={(event) => drop(event, i)}
          >
            <EditRow row={row} place={i} count={rows.length} />
          </li>
        ))}
      </ol>
      <Menu entries={addEntries}>
        <Button className={classes['add'] ?? ''}>
          <Plus size={16} strokeWidth={1.5} aria-hidden />
          {t('form.add')}
        </Button>
      </Menu>
    </>
  );
}

interface EditRowProps {
  readonly row: FormRow;
  readonly place: number;
  readonly count: number;
}

function EditRow({ row, place, count }: EditRowProps) {
  const input = row.name;
  const rename = (label: string) =>
    editForm((inputs) =>
      inputs.map((one) => (isSameInput(one, row) ? { ...one, label: label || null } : one)),
    );
  return (
    <>
      <GripVertical className={classes['grip']} size={16} strokeWidth={1.5} aria-hidden />
      <input
        className={classes['name']}
        aria-label={t('form.rename', { input: titleOf(row.input) })}
        value={row.label ?? ''}
        placeholder={row.widget ? row.name : t('form.missing', { input })}
        onChange={({ target }) => rename(target.value)}
      />
      <IconButton
        isSmall
        icon={ArrowUp}
        label={t('form.up', { input })}
        disabled={place === 0}
        onClick={() => editForm((inputs) => moved(inputs, place, place - 1))}
      />
      <IconButton
        isSmall
        icon={ArrowDown}
        label={t('form.down', { input })}
        disabled={place === count - 1}
        onClick={() => editForm((inputs) => moved(inputs, place, place + 1))}
      />
      <IconButton
        isSmall
        icon={X}
        label={t('form.remove', { input })}
        onClick={() => editForm((inputs) => inputs.filter((one) => !isSameInput(one, row)))}
      />
    </>
  );
}
