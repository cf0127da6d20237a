import { stringifyJson } from '../../nodes/graph/json.ts';
import type { PictureMetadata } from '../../electron/protocol/gallery.ts';
import { shownPicture, useViewer } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { differingFacts, factsOf, type Fact } from './facts.ts';
import {
  copyPrompt,
  copySeed,
  openPictureWorkflow,
  revealLabel,
  revealPicture,
} from './picture-commands.ts';
import { useMetadata } from './use-metadata.ts';
import classes from './viewer.module.css';

/** How the picture was made; what differs from the one that it is compared with is marked. */
export function Details() {
  const picture = useViewer(shownPicture);
  const other = useViewer(({ a, b, side, mode }) => (mode === 'one' ? null : side === 'a' ? b : a));
  const metadata = useMetadata(picture);
  const otherMetadata = useMetadata(other);
  if (!picture) return null;
  return (
    <aside className={classes['details']} aria-label={t('viewer.details')}>
      <h2>{picture.filename}</h2>
      {metadata instanceof Error && <p role="alert">{metadata.message}</p>}
      {metadata && !(metadata instanceof Error) && (
        <Content
          metadata={metadata}
          other={otherMetadata instanceof Error ? null : otherMetadata}
        />
      )}
      <footer>
        <Button onClick={() => void openPictureWorkflow(picture)}>
          {t('picture.openWorkflow')}
        </Button>
        <Button onClick={() => void copySeed(picture)}>{t('picture.copySeed')}</Button>
        <Button onClick={() => void copyPrompt(picture)}>{t('picture.copyPrompt')}</Button>
        <Button onClick={() => void revealPicture(picture)}>{revealLabel()}</Button>
      </footer>
    </aside>
  );
}

interface ContentProps {
  readonly metadata: PictureMetadata;
  readonly other: PictureMetadata | null;
}

function Content({ metadata, other }: ContentProps) {
  const facts = factsOf(metadata);
  const differing = other ? differingFacts(facts, factsOf(other)) : new Set<string>();
  const raw = metadata.prompt ?? metadata.workflow;
  return (
    <div className={classes['facts']}>
      {raw === null && <p className={classes['hint']}>{t('viewer.noFacts')}</p>}
      <dl>
        {facts.map((fact) => (
          <FactLine key={fact.name} fact={fact} isDifferent={differing.has(fact.name)} />
        ))}
      </dl>
      {raw !== null && (
        <details>
          <summary>{t('viewer.raw')}</summary>
          <pre tabIndex={0}>{stringifyJson(raw, 2)}</pre>
        </details>
      )}
    </div>
  );
}

function FactLine({ fact, isDifferent }: { readonly fact: Fact; readonly isDifferent: boolean }) {
  return (
    <div
      className={fact.isLong ? classes['long'] : classes['fact']}
      data-different={isDifferent || undefined}
    >
      <dt>{t(fact.name)}</dt>
      <dd>{isDifferent ? <mark>{fact.value}</mark> : fact.value}</dd>
    </div>
  );
}
