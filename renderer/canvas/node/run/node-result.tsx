import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { thumbnailUrl, viewUrl } from '../../../api/pictures.ts';
import { previewing, useNodeRun, useTabRun } from '../../../store/run/runs.ts';
import { viewPicture } from '../../../store/viewer.ts';
import { t } from '../../../text/text.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useObjectUrl } from '../../../ui/use-object-url.ts';
import { picturePlace } from '../../../viewer/picture-menu.ts';
import type { NodeRunProps } from './node-status.tsx';
import classes from './run.module.css';

const SHOWN_PX = 512;

interface NodeResultProps extends NodeRunProps {
  readonly title: string;
  /** Whether pictures end here, so that what becomes of them shows while they are made. */
  readonly isOutput: boolean;
}

/** What a node made last; while it waits for the picture, the picture so far. */
export function NodeResult({ nodeId, title, isOutput }: NodeResultProps) {
  const { status, files } = useNodeRun(nodeId);
  const live = useTabRun(previewing);
  const isComing = isOutput && live !== null && (status === 'waiting' || status === 'running');
  const preview = useObjectUrl(isComing ? live.preview : null);
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, files.length - 1);
  const file = files[at];
  if (isComing && preview !== null) {
    return (
      <figure className={classes['result']}>
        <img src={preview} alt={t('node.preview.plain')} draggable={false} />
        <figcaption>{t('node.preview', { value: live.value })}</figcaption>
      </figure>
    );
  }
  if (!file) return null;
  const src = file.type === 'output' ? thumbnailUrl(file, SHOWN_PX) : viewUrl(file);
  return (
    <figure className={classes['result']}>
      <button
        type="button"
        {...picturePlace(file)}
        className={`${classes['picture']} nodrag`}
        aria-label={t('node.picture', { title })}
        onClick={() => viewPicture(file)}
      >
        <img src={src} alt="" decoding="async" draggable={false} />
      </button>
      {files.length > 1 && (
        <figcaption className="nodrag">
          <IconButton
            isSmall
            icon={ChevronLeft}
            label={t('node.picture.before')}
            disabled={at === 0}
            onClick={() => setChosen(at - 1)}
          />
          {t('node.pictures', { at: at + 1, count: files.length })}
          <IconButton
            isSmall
            icon={ChevronRight}
            label={t('node.picture.after')}
            disabled={at === files.length - 1}
            onClick={() => setChosen(at + 1)}
          />
        </figcaption>
      )}
    </figure>
  );
}
