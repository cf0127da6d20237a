import { useEffect, useRef, useState } from 'react';
import { viewUrl, type PictureRef } from '../api/pictures.ts';
import { difference } from './difference.ts';
import { layerStyle } from './layer.tsx';
import type { ViewportControl } from './use-viewport.ts';
import classes from './viewer.module.css';
import type { Size } from './viewport.ts';

/** How large the difference is, of 255. */
export interface Distance {
  readonly max: number;
  readonly mean: number;
}

export interface DifferenceLayerProps {
  readonly a: PictureRef;
  readonly b: PictureRef;
  readonly gain: number;
  readonly control: ViewportControl;
  readonly frame: Size;
  readonly label: string;
  readonly onSize: (size: Size) => void;
  /** Null when one of the pictures cannot be read. */
  readonly onMeasured: (distance: Distance | null) => void;
}

interface Pixels {
  readonly a: ImageData;
  readonly b: ImageData;
}

/** What differs between two pictures; B is scaled to the size of A. */
export function DifferenceLayer(props: DifferenceLayerProps) {
  const { a, b, gain, control, frame, label, onSize, onMeasured } = props;
  const [pixels, setPixels] = useState<Pixels | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [urlA, urlB] = [viewUrl(a), viewUrl(b)];
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const found = await readPixels(urlA, urlB).catch(() => null);
      if (!isWanted) return;
      if (!found) return onMeasured(null);
      setPixels(found);
      onSize({ width: found.a.width, height: found.a.height });
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, [urlA, urlB, onSize, onMeasured]);
  useEffect(() => {
    if (!pixels) return;
    const result = difference(pixels.a.data, pixels.b.data, gain);
    const { width, height } = pixels.a;
    canvas.current
      ?.getContext('2d')
      ?.putImageData(new ImageData(result.pixels, width, height), 0, 0);
    onMeasured({ max: result.max, mean: result.mean });
  }, [pixels, gain, onMeasured]);
  if (!pixels) return null;
  const { width, height } = pixels.a;
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      width={width}
      height={height}
      className={classes['picture']}
      style={layerStyle(control, frame, { width, height })}
    />
  );
}

async function readPixels(urlA: string, urlB: string): Promise<Pixels> {
  const [a, b] = await Promise.all([loadPicture(urlA), loadPicture(urlB)]);
  const { naturalWidth: width, naturalHeight: height } = a;
  const draw = (picture: HTMLImageElement) => {
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    });
    if (!context) throw new Error('This browser gives no canvas.');
    context.drawImage(picture, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
  return { a: draw(a), b: draw(b) };
}

async function loadPicture(url: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return picture;
}
