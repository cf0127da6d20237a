import { t } from '../../text/text.ts';
import { fieldClass, names } from '../classes.ts';
import field from '../field.module.css';
import type { Widget, WidgetProps } from '../widget.ts';
import { textOf } from '../json-text.ts';

/** A text of one line. */
export function TextWidget(props: WidgetProps<Widget<'string'>>) {
  const { input, value, isMixed, isDisabled, isWrong, variant, label, onChange, onReset } = props;
  return (
    <div className={fieldClass(props)}>
      {variant === 'node' && (
        <span className={field['label']} onDoubleClick={onReset}>
          {label}
        </span>
      )}
      <input
        className={names('nodrag', field['input'], variant === 'node' && field['number'])}
        aria-label={label}
        aria-invalid={isWrong}
        value={isMixed ? '' : textOf(value)}
        placeholder={isMixed ? t('widget.mixed') : undefined}
        disabled={isDisabled}
        spellCheck={false}
        data-input={input.name}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
