import { t } from '../../text/text.ts';
import classes from './node.module.css';

/** The lower right corner of a node; the canvas follows the pointer. */
export function ResizeHandle({ node }: { readonly node: string }) {
  return (
    <div
      className={classes['resize']}
      data-resize={node}
      title={t('canvas.node.resize')}
      aria-hidden
    />
  );
}
