import { Popover } from '@base-ui/react/popover';
import { ChevronDown, TriangleAlert } from 'lucide-react';
import { Suspense, useId, useState } from 'react';
import { t } from '../../text/text.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { fieldClass, names } from '../classes.ts';
import field from '../field.module.css';
import type { Widget, WidgetProps } from '../widget.ts';
import classes from './combo.module.css';
import { namesFile, WEIGHTS } from './file-names.ts';
import { textOf } from '../json-text.ts';

const OptionList = lazyPart(async () => (await import('./option-list.tsx')).OptionList);

/** One of a list, with search. */
export function ComboWidget(props: WidgetProps<Widget<'combo'>>) {
  const { input, value, isMixed, isDisabled, isWrong, variant, label, onChange, onReset } = props;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const shown = isMixed ? t('widget.mixed') : textOf(value);
  const isFile = variant === 'node' && namesFile(input);
  const hasLabel = variant === 'node' && !isFile;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className={fieldClass(props)}
        disabled={isDisabled}
        aria-label={`${label}: ${shown}`}
        aria-invalid={isWrong}
        title={isWrong ? t('widget.missing', { value: shown }) : shown}
        data-input={input.name}
      >
        {hasLabel && (
          <span
            className={field['label']}
            onDoubleClick={(event) => {
              event.stopPropagation();
              onReset();
            }}
          >
            {label}
          </span>
        )}{' '}
        <span
          className={names(field['value'], isMixed && field['mixed'])}
          style={hasLabel ? undefined : { marginLeft: 0 }}
        >
          {isFile ? shown.replace(WEIGHTS, '') : shown}
        </span>
        {isWrong && <TriangleAlert className={classes['alert']} size={12} aria-hidden />}
        <ChevronDown
          className={field['icon']}
          size={12}
          aria-hidden
          style={hasLabel ? undefined : { marginLeft: 'auto' }}
        />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={classes['positioner'] ?? ''} sideOffset={4} align="start">
          <Popover.Popup className={classes['popup'] ?? ''} aria-label={label}>
            <Suspense>
              <OptionList
                id={id}
                label={label}
                options={input.options}
                value={shown}
                onChoose={(option) => {
                  onChange(option);
                  setOpen(false);
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
