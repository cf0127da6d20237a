import type { Point } from './paint.ts';

/** How the picture lies in the dialog: canvas pixel = picture pixel * zoom + offset. */
export interface PictureView {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

const [LEAST_ZOOM, MOST_ZOOM] = [0.02, 64];

/** The whole picture in the middle, never larger than 8 times. */
export function fitted(picture: Size, box: Size): PictureView {
  const zoom = Math.min(box.width / picture.width, box.height / picture.height, 8);
  return {
    zoom,
    x: (box.width - picture.width * zoom) / 2,
    y: (box.height - picture.height * zoom) / 2,
  };
}

/** Zoomed by a factor; what is at `at` stays there. */
export function zoomed(view: PictureView, factor: number, at: Point): PictureView {
  const zoom = Math.min(Math.max(view.zoom * factor, LEAST_ZOOM), MOST_ZOOM);
  const share = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share };
}

export function toPicture(view: PictureView, { x, y }: Point): Point {
  return { x: (x - view.x) / view.zoom, y: (y - view.y) / view.zoom };
}
