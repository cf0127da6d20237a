import { useState, type CSSProperties } from 'react';
import { viewUrl, type PictureRef } from '../api/pictures.ts';
import { t } from '../text/text.ts';
import type { ViewportControl } from './use-viewport.ts';
import classes from './viewer.module.css';
import { cornerOf, type Size } from './viewport.ts';

export interface LayerProps {
  readonly picture: PictureRef;
  readonly control: ViewportControl;
  /** Of the frame. */
  readonly frame: Size;
  /** In which the picture is drawn, whatever its own is. */
  readonly size: Size;
  readonly onLoad?: (size: Size) => void;
}

/** A picture where its viewport puts it. */
export function Layer({ picture, control, frame, size, onLoad }: LayerProps) {
  const url = viewUrl(picture);
  const [broken, setBroken] = useState<string | null>(null);
  if (broken === url) {
    return <p className={classes['broken']}>{t('viewer.broken', { file: picture.filename })}</p>;
  }
  return (
    <img
      src={url}
      alt={picture.filename}
      draggable={false}
      className={classes['picture']}
      style={layerStyle(control, frame, size)}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
        onLoad?.({ width, height })
      }
      onError={() => setBroken(url)}
    />
  );
}

export function layerStyle(
  { view, isMagnified }: ViewportControl,
  frame: Size,
  size: Size,
): CSSProperties {
  const { x, y } = cornerOf(view, frame);
  return {
    ...size,
    transform: `translate(${x}px, ${y}px) scale(${view.scale})`,
    imageRendering: isMagnified ? 'pixelated' : 'auto',
  };
}
