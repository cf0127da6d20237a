/** The theme's colours as a canvas element takes them. */
import { socketLook } from '../socket-look.ts';
import type { Palette } from './paint.ts';

/** @param host an element that the theme applies to; colours are read through it */
export function paletteOf(host: HTMLElement): Palette {
  const style = getComputedStyle(host);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const types = new Map<string, string>();
  return {
    canvas: token('--canvas'),
    plate: token('--hover'),
    edge: token('--line'),
    text: token('--text-2'),
    accent: token('--accent'),
    ember: token('--ember'),
    font: style.fontFamily,
    typeColor(type) {
      const known = types.get(type);
      if (known !== undefined) return known;
      const probe = document.createElement('i');
      probe.style.color = socketLook(type).color;
      host.parentElement?.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      types.set(type, color);
      return color;
    },
  };
}
