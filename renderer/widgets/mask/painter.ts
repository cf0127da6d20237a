/** Draws a picture with its mask and paints on it; knows nothing of React. */
import { MaskHistory } from './mask-history.ts';
import type { MaskedPicture } from './mask-files.ts';
import {
  coveredShare,
  invert,
  Stroke,
  type Area,
  type Brush,
  type Mask,
  type Point,
} from './paint.ts';
import { fitted, toPicture, zoomed, type PictureView } from './view.ts';

/** Masked parts show in this, half covering: the colours of pictures are rarely it. */
const TINT = [255, 64, 200] as const;
const TINT_ALPHA = 0.6;

export class Painter {
  readonly mask: Mask;
  readonly #canvas: HTMLCanvasElement;
  readonly #image: ImageBitmap;
  readonly #overlay: OffscreenCanvas;
  readonly #history: MaskHistory;
  readonly #onChange: () => void;
  #view: PictureView;
  #stroke: Stroke | null = null;
  /** Where the brush is, in pixels of the picture. */
  cursor: Point;
  brush: Brush;

  constructor(
    canvas: HTMLCanvasElement,
    { image, mask }: MaskedPicture,
    brush: Brush,
    onChange: () => void,
  ) {
    this.#canvas = canvas;
    this.#image = image;
    this.mask = mask;
    this.brush = brush;
    this.#onChange = onChange;
    this.#overlay = new OffscreenCanvas(mask.width, mask.height);
    this.#history = new MaskHistory(mask);
    this.cursor = { x: mask.width / 2, y: mask.height / 2 };
    this.#view = fitted(mask, canvas);
    this.#refresh();
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  get covered(): number {
    return coveredShare(this.mask);
  }

  /** The picture pixel at a pixel of the canvas. */
  at(point: Point): Point {
    return toPicture(this.#view, point);
  }

  begin(point: Point): void {
    this.#history.record();
    this.#stroke = new Stroke(this.mask, this.brush);
    this.moveTo(point);
  }
  /** Paints where a stroke has begun. */
  moveTo(point: Point): void {
    this.cursor = point;
    if (this.#stroke) this.#tint(this.#stroke.to(point));
    this.draw();
  }
  end(): void {
    if (!this.#stroke) return;
    this.#stroke = null;
    this.#onChange();
  }

  invert(): void {
    this.#change(() => invert(this.mask));
  }
  fill(value: 0 | 255): void {
    this.#change(() => this.mask.data.fill(value));
  }
  undo(): void {
    this.#history.undo();
    this.#refresh();
  }
  redo(): void {
    this.#history.redo();
    this.#refresh();
  }

  zoom(
    factor: number,
    at: Point = { x: this.#canvas.width / 2, y: this.#canvas.height / 2 },
  ): void {
    this.#view = zoomed(this.#view, factor, at);
    this.draw();
  }
  pan(dx: number, dy: number): void {
    this.#view = { ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy };
    this.draw();
  }
  fit(): void {
    this.#view = fitted(this.mask, this.#canvas);
    this.draw();
  }

  draw(): void {
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    const { zoom, x, y } = this.#view;
    const { width, height } = this.mask;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.imageSmoothingEnabled = zoom < 2;
    context.drawImage(this.#image, x, y, width * zoom, height * zoom);
    context.globalAlpha = TINT_ALPHA;
    context.drawImage(this.#overlay, x, y, width * zoom, height * zoom);
    context.globalAlpha = 1;
    this.#ring(context);
  }

  /** The brush: light inside dark, so that it shows on every picture. */
  #ring(context: CanvasRenderingContext2D): void {
    const { zoom, x, y } = this.#view;
    const radius = Math.max(1, (this.brush.diameter * zoom) / 2);
    for (const [colour, width] of [
      ['#000', 3],
      ['#fff', 1],
    ] as const) {
      context.beginPath();
      context.arc(x + this.cursor.x * zoom, y + this.cursor.y * zoom, radius, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }

  #change(work: () => void): void {
    this.#history.record();
    work();
    this.#refresh();
  }

  #refresh(): void {
    this.#tint({ left: 0, top: 0, right: this.mask.width, bottom: this.mask.height });
    this.draw();
    this.#onChange();
  }

  #tint({ left, top, right, bottom }: Area): void {
    const [width, height] = [right - left, bottom - top];
    if (width <= 0 || height <= 0) return;
    const pixels = new ImageData(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4;
        pixels.data.set(TINT, at);
        pixels.data[at + 3] = this.mask.data[(top + y) * this.mask.width + left + x] ?? 0;
      }
    }
    this.#overlay.getContext('2d')?.putImageData(pixels, left, top);
  }
}
