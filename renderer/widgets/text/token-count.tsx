import type { TokenCount as Count } from '../../../electron/protocol/advice.ts';
import { t } from '../../text/text.ts';
import { useAdvice } from '../advice.ts';
import { names } from '../classes.ts';
import classes from './prompt.module.css';

export interface TokenCountProps {
  readonly node: string;
  readonly text: string;
  readonly isShown: boolean;
}

/** How many tokens a prompt has, where an encoder reads it; a prompt that is too long shows it unasked. */
export function TokenCount({ node, text, isShown }: TokenCountProps) {
  const reply = useAdvice(
    isShown || text.length > SHORT ? { path: '/studio/tokens', node, more: { text } } : null,
  );
  const tightest = reply && fullest(reply.encoders);
  const isOver = tightest !== null && tightest.read < tightest.tokens;
  if (!tightest || !(isShown || isOver)) return null;
  return (
    <span
      className={names(classes['tokens'], isOver && classes['over'])}
      role="status"
      title={reply?.encoders.map(sentence).join('\n')}
    >
      {isOver
        ? t('widget.tokens.short', { ...tightest })
        : t('widget.tokens', { tokens: tightest.tokens, limit: tightest.limit * tightest.chunks })}
    </span>
  );
}

/** Characters that no encoder finds too many. */
const SHORT = 60;

/** The encoder that has the least room left. */
function fullest(encoders: readonly Count[]): Count | null {
  const share = ({ tokens, read, limit, chunks }: Count) =>
    read < tokens ? 1 + tokens / read : tokens / (limit * chunks);
  return encoders.reduce<Count | null>(
    (most, count) => (most && share(most) >= share(count) ? most : count),
    null,
  );
}

function sentence({ encoder, tokens, read, limit, chunks }: Count): string {
  if (read < tokens) return t('widget.tokens.over', { encoder, read, tokens });
  return chunks > 1
    ? t('widget.tokens.chunks', { encoder, tokens, limit, count: chunks })
    : t('widget.tokens.title', { encoder, tokens, limit });
}
