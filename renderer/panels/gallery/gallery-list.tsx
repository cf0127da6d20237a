import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { GalleryPicture } from '../../../electron/protocol/gallery.ts';
import { gallery, loadMorePictures, selectPicture, useGallery } from '../../store/gallery.ts';
import { t } from '../../text/text.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { gridLanes, placeAfterKey, stripLanes } from './cells.ts';
import { galleryMenu } from './gallery-menu.ts';
import classes from './gallery.module.css';
import { deleteWithUndo, openInViewer } from './gallery-commands.ts';
import { BlankCell, PictureCell, RunningCell } from './picture-cell.tsx';
import { useRunning } from './use-running.ts';

export interface GalleryListProps {
  /** One row that scrolls sideways, or rows of columns. */
  readonly layout: 'strip' | 'grid';
  /** What a click on a picture does besides selecting it. */
  readonly onPick?: (picture: GalleryPicture) => void;
}

const GAP = 8;
const PADDING = { strip: 16, grid: 24 } as const;
const LEAST_COLUMN = 72;
/** Pictures behind the last one in view that should be there already. */
const AHEAD = 60;

/** All pictures as cells, of which only those in view are drawn; running jobs come first. */
export function GalleryList({ layout, onPick }: GalleryListProps) {
  const id = useId();
  const isStrip = layout === 'strip';
  const scroller = useRef<HTMLDivElement>(null);
  const size = useElementSize(scroller);
  const running = useRunning();
  const { pictures, total, next, current, selected } = useGallery((state) => state);
  const lanes = isStrip
    ? stripLanes(size.height, PADDING.strip)
    : gridLanes(size.width, PADDING.grid, LEAST_COLUMN);
  const virtualizer = useVirtualizer({
    count: Math.ceil((running.length + total) / lanes.count),
    horizontal: isStrip,
    getScrollElement: () => scroller.current,
    estimateSize: () => lanes.edge + GAP,
    overscan: isStrip ? 4 : 2,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, lanes.edge, lanes.count]);
  const rows = virtualizer.getVirtualItems();
  const lastShown = ((rows.at(-1)?.index ?? 0) + 1) * lanes.count;
  useEffect(() => {
    if (next !== null && lastShown + AHEAD > pictures.length) void loadMorePictures();
  }, [next, lastShown, pictures.length]);

  const currentPlace = pictures.findIndex((picture) => picture.id === current);
  const currentRow =
    currentPlace < 0 ? -1 : Math.floor((currentPlace + running.length) / lanes.count);
  useEffect(() => {
    if (currentRow >= 0) virtualizer.scrollToIndex(currentRow);
  }, [virtualizer, current]);

  const cells = rows.flatMap((row) =>
    Array.from({ length: lanes.count }, (_, lane) => {
      const across = lane * (lanes.edge + GAP);
      const [x, y] = isStrip ? [row.start, across] : [across, row.start];
      return { place: row.index * lanes.count + lane, x, y };
    }),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const state = gallery.getState();
    const at = currentPlace;
    const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Enter' && at >= 0) openInViewer(pictures[at]);
    else if (event.key === 'Delete' || event.key === 'Backspace') void deleteWithUndo();
    else if (event.key === ' ' && state.current !== null) selectPicture(state.current, true);
    else {
      const page = Math.max(
        1,
        Math.floor((isStrip ? size.width : size.height) / (lanes.edge + GAP)) - 1,
      );
      const options = {
        total: pictures.length,
        lanes: lanes.count,
        isStrip,
        page: page * lanes.count,
      };
      const place = isAlone ? placeAfterKey(event.key, at, options) : null;
      const picture = place === null ? undefined : pictures[place];
      if (place === null || !picture) return;
      selectPicture(picture.id, event.shiftKey);
      onPick?.(picture);
    }
    event.preventDefault();
  };

  return (
    <ContextMenu entries={galleryMenu}>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={t('gallery.label')}
        aria-orientation={isStrip ? 'horizontal' : 'vertical'}
        aria-multiselectable
        aria-activedescendant={current === null ? undefined : `${id}-${current}`}
        className={[classes['list'], classes[layout]].join(' ')}
        onKeyDown={onKeyDown}
        onWheel={({ currentTarget, deltaX, deltaY }) => {
          if (isStrip && deltaX === 0) currentTarget.scrollLeft += deltaY;
        }}
      >
        <div
          role="presentation"
          className={classes['extent']}
          style={
            isStrip ? { width: virtualizer.getTotalSize() } : { height: virtualizer.getTotalSize() }
          }
        >
          {cells.map(({ place, x, y }) => {
            const at = { x, y, edge: lanes.edge };
            const job = running[place];
            if (job) return <RunningCell key={job.key} job={job} {...at} />;
            const index = place - running.length;
            const picture = pictures[index];
            if (!picture) return index < total && <BlankCell key={place} {...at} />;
            return (
              <PictureCell
                key={picture.id}
                id={`${id}-${picture.id}`}
                picture={picture}
                {...at}
                place={index + 1}
                total={total}
                isSelected={selected.has(picture.id)}
                isCurrent={current === picture.id}
                onPick={onPick}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}
