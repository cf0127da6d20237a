import { Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import type { WidgetInfo } from '../../../nodes/graph/node-class.ts';
import type { WordTemperature } from '../../../nodes/graph/schedule/word-temperatures.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { allowedGamma, cleanPhrase, readPhrases, writePhrases } from '../text/chips.ts';
import { titleOf } from '../label.ts';
import { useWidget } from '../use-widget.ts';
import { WidgetField } from '../widget-field.tsx';
import row from '../row.module.css';
import { GammaInput } from './gamma-input.tsx';
import classes from './phrases.module.css';
import { textOf } from '../json-text.ts';

/** The temperature of a phrase when it is added: warmer than the paper's 1.2. */
const FIRST_GAMMA = 1.35;

/** Phrases with a temperature of their own, as chips; a text that cannot be read is edited as text. */
export function PhrasesField({
  node,
  input,
}: {
  readonly node: string;
  readonly input: WidgetInfo;
}) {
  const { value, origin, set } = useWidget([node], input);
  const [added, setAdded] = useState<string | null>(null);
  const phrases = readPhrases(textOf(value));
  if (origin !== null || !phrases) {
    return <WidgetField nodeId={node} input={input} variant="inspector" />;
  }
  const write = (changed: readonly WordTemperature[]) => set(writePhrases(changed));
  const finish = (isKept: boolean) => {
    const phrase = cleanPhrase(added ?? '');
    if (isKept && phrase !== '') write([...phrases, { phrase, gamma: FIRST_GAMMA }]);
    setAdded(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(true);
    if (event.key === 'Escape') finish(false);
  };
  return (
    <div className={`${row['row']} ${row['inspector']}`}>
      <span className={row['label']} title={input.tooltip ?? undefined}>
        {titleOf(input.name)}
      </span>
      <ul className={classes['chips']}>
        {phrases.map(({ phrase, gamma }, i) => (
          <li key={`${phrase} ${i}`} className={classes['chip']}>
            <span className={classes['phrase']} title={phrase}>
              {phrase}
            </span>
            <span aria-hidden>×</span>
            <GammaInput
              label={t('widget.phrases.temperature', { phrase })}
              value={gamma}
              onChange={(changed) =>
                write(phrases.with(i, { phrase, gamma: allowedGamma(changed) }))
              }
            />
            <button
              type="button"
              className={classes['remove']}
              aria-label={t('widget.phrases.remove', { phrase })}
              onClick={() => write(phrases.toSpliced(i, 1))}
            >
              <X size={11} aria-hidden />
            </button>
          </li>
        ))}
        <li>
          {added === null ? (
            <Button isSmall className={classes['add']} onClick={() => setAdded('')}>
              <Plus size={12} aria-hidden />
              {t('widget.phrases.add')}
            </Button>
          ) : (
            <input
              className={classes['new']}
              aria-label={t('widget.phrases.phrase')}
              placeholder={t('widget.phrases.phrase')}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for by a press
              autoFocus
              value={added}
              onChange={(event) => setAdded(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              onBlur={() => finish(true)}
            />
          )}
        </li>
      </ul>
    </div>
  );
}
