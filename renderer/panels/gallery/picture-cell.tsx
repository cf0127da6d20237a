import { ImageOff } from 'lucide-react';
import { memo, useState, type CSSProperties, type MouseEvent } from 'react';
import type { GalleryPicture } from '../../../electron/protocol/gallery.ts';
import { PICTURE_MIME, refOf, thumbnailUrl } from '../../api/pictures.ts';
import { gallery, selectPicture } from '../../store/gallery.ts';
import { t } from '../../text/text.ts';
import { useObjectUrl } from '../../ui/use-object-url.ts';
import classes from './gallery.module.css';
import { openInViewer } from './gallery-commands.ts';
import type { RunningPicture } from './use-running.ts';

/** Where a cell lies, in CSS pixels. */
interface CellPlace {
  readonly x: number;
  readonly y: number;
  readonly edge: number;
}

export interface PictureCellProps extends CellPlace {
  readonly id: string;
  readonly picture: GalleryPicture;
  readonly place: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly onPick?: ((picture: GalleryPicture) => void) | undefined;
}

export const PictureCell = memo(function PictureCell(props: PictureCellProps) {
  const { id, picture, edge, place, total, isSelected, isCurrent, onPick } = props;
  const [isBroken, setBroken] = useState(false);
  const { filename: file, width, height, seed, prompt } = picture;
  const label =
    seed === null
      ? t('gallery.pictureBare', { file, width, height })
      : t('gallery.picture', { file, width, height, seed, prompt });
  const onClick = ({ ctrlKey, metaKey, shiftKey }: MouseEvent) => {
    selectPicture(picture.id, ctrlKey || metaKey || shiftKey);
    onPick?.(picture);
  };
  return (
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={place}
      aria-label={label}
      data-current={isCurrent || undefined}
      className={classes['cell']}
      style={styleOf(props)}
      title={label}
      draggable
      onClick={onClick}
      onDoubleClick={() => openInViewer(picture)}
      onContextMenu={() => {
        if (!gallery.getState().selected.has(picture.id)) selectPicture(picture.id);
      }}
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(PICTURE_MIME, JSON.stringify(refOf(picture)));
        dataTransfer.effectAllowed = 'copy';
      }}
    >
      {isBroken ? (
        <span className={classes['broken']}>
          <ImageOff size={16} strokeWidth={1.5} aria-hidden />
          {file}
        </span>
      ) : (
        <img
          src={thumbnailUrl(refOf(picture), edge, picture.mtime)}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
    </div>
  );
});

export interface RunningCellProps extends CellPlace {
  readonly job: RunningPicture;
}

export function RunningCell({ job: { preview, value, max }, ...place }: RunningCellProps) {
  const url = useObjectUrl(preview);
  return (
    <div
      role="option"
      aria-disabled
      aria-selected={false}
      aria-label={t('gallery.running', { value, max })}
      className={classes['cell']}
      style={styleOf(place)}
    >
      {url !== null && <img src={url} alt="" draggable={false} />}
      {max > 0 && <i className={classes['tag']} data-steps={`${value}/${max}`} />}
    </div>
  );
}

/** Stands where a picture is about to come. */
export function BlankCell(place: CellPlace) {
  return <span className={classes['blank']} style={styleOf(place)} />;
}

function styleOf({ x, y, edge }: CellPlace): CSSProperties {
  return { transform: `translate(${x}px, ${y}px)`, width: edge, height: edge };
}
