import { t } from '../text/text.ts';
import { fieldClass } from './classes.ts';
import field from './field.module.css';
import type { Widget, WidgetProps } from './widget.ts';

export function ToggleWidget(props: WidgetProps<Widget<'boolean'>>) {
  const { input, value, isMixed, isDisabled, variant, label, onChange, onReset } = props;
  const isOn = value === true;
  return (
    <button
      type="button"
      role="switch"
      className={fieldClass(props)}
      aria-checked={isMixed ? 'mixed' : isOn}
      aria-label={label}
      title={isMixed ? t('widget.mixed') : undefined}
      disabled={isDisabled}
      data-input={input.name}
      onClick={() => onChange(!isOn)}
    >
      {variant === 'node' && (
        <span
          className={field['label']}
          onDoubleClick={(event) => {
            event.stopPropagation();
            onReset();
          }}
        >
          {label}
        </span>
      )}
      <span className={field['switch']} />
    </button>
  );
}
