/** Where a picture stands in its frame. Lengths in CSS pixels, places in the picture in its own pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Viewport {
  /** CSS pixels per pixel of the picture. */
  readonly scale: number;
  /** What of the picture is in the middle of the frame. */
  readonly center: Place;
}

const MOST = 64;
const LEAST_EDGE = 32;

/** All of the picture, as large as the frame allows; a small one grows to whole multiples of its pixels at most. */
export function fit(picture: Size, frame: Size, pixelRatio: number): Viewport {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const magnified = scale * pixelRatio;
  return {
    scale: magnified > 1 ? Math.min(MOST, Math.floor(magnified)) / pixelRatio : scale,
    center: middleOf(picture),
  };
}

/** One pixel of the picture is one of the screen. */
export function actualSize(view: Viewport, pixelRatio: number): Viewport {
  return { ...view, scale: 1 / pixelRatio };
}

/** @param pointer from the middle of the frame; what it points at stays under it */
export function zoomAt(
  view: Viewport,
  factor: number,
  pointer: Place,
  picture: Size,
  pixelRatio: number,
): Viewport {
  const least = Math.min(LEAST_EDGE / Math.max(picture.width, picture.height), 1 / pixelRatio);
  const scale = Math.min(MOST / pixelRatio, Math.max(least, view.scale * factor));
  const moved = 1 / view.scale - 1 / scale;
  return clamp(
    {
      scale,
      center: { x: view.center.x + pointer.x * moved, y: view.center.y + pointer.y * moved },
    },
    picture,
  );
}

/** @param by how far the picture moves */
export function panBy(view: Viewport, by: Place, picture: Size): Viewport {
  const center = { x: view.center.x - by.x / view.scale, y: view.center.y - by.y / view.scale };
  return clamp({ ...view, center }, picture);
}

/** Where the picture's upper left corner lies, from that of the frame. */
export function cornerOf({ scale, center }: Viewport, frame: Size): Place {
  return { x: frame.width / 2 - center.x * scale, y: frame.height / 2 - center.y * scale };
}

/** Whole per cent of the screen's pixels. */
export function percentOf({ scale }: Viewport, pixelRatio: number): number {
  return Math.round(scale * pixelRatio * 100);
}

function clamp(view: Viewport, picture: Size): Viewport {
  const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const { x, y } = view.center;
  return { ...view, center: { x: within(x, picture.width), y: within(y, picture.height) } };
}

function middleOf({ width, height }: Size): Place {
  return { x: width / 2, y: height / 2 };
}
