import { useState, type KeyboardEvent } from 'react';
import { t } from '../../text/text.ts';
import { names } from '../classes.ts';
import type { Widget, WidgetProps } from '../widget.ts';
import { changeWeight } from './prompt-weight.ts';
import classes from './prompt.module.css';
import { replaceText } from './replace-text.ts';
import { TokenCount } from './token-count.tsx';
import { textOf } from '../json-text.ts';

const [STEP, LARGE_STEP] = [0.05, 0.1];

/** A text of several lines. Ctrl with the arrows up and down changes the weight of the word or selection. */
export function PromptWidget(props: WidgetProps<Widget<'string'>>) {
  const { input, nodeIds, value, isMixed, isDisabled, isWrong, variant, label, onChange } = props;
  const [isFocused, setFocused] = useState(false);
  const text = isMixed ? '' : textOf(value);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const isUp = event.key === 'ArrowUp';
    const { ctrlKey, metaKey, shiftKey } = event;
    if (!(ctrlKey || metaKey) || !(isUp || event.key === 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    const area = event.currentTarget;
    const size = shiftKey ? LARGE_STEP : STEP;
    const { selectionStart: start, selectionEnd: end } = area;
    const change = changeWeight({ text: area.value, start, end }, isUp ? size : -size);
    if (change) replaceText(area, change);
  };
  const [node] = nodeIds;
  return (
    <div
      className={names(
        'nodrag',
        classes['prompt'],
        variant === 'node' ? classes['node'] : classes['grows'],
        isWrong && classes['wrong'],
      )}
    >
      <textarea
        // The wheel scrolls the text that is being edited, and zooms the canvas elsewhere.
        className={names('nodrag', 'nopan', isFocused && 'nowheel', classes['area'])}
        aria-label={label}
        aria-invalid={isWrong}
        value={text}
        placeholder={isMixed ? t('widget.mixed') : label}
        disabled={isDisabled}
        data-input={input.name}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      {node !== undefined && !isMixed && (
        <TokenCount node={node} text={text} isShown={isFocused || variant !== 'node'} />
      )}
    </div>
  );
}
