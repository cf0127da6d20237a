/** Theme, size and language of the interface. */
import { useStore } from 'zustand';
import { applyTheme, type Theme } from '../theme/theme.ts';
import { kept } from './preferences.ts';

interface Appearance {
  readonly theme: Theme;
  /** Percent. */
  readonly scale: number;
}

export const SCALES = { min: 80, max: 200, step: 10 } as const;

export const appearance = kept<Appearance>('appearance', { theme: 'system', scale: 100 });

/** Shows what is chosen, now and whenever it changes. */
export function followAppearance(): void {
  const apply = ({ theme, scale }: Appearance) => {
    applyTheme(theme);
    document.documentElement.style.setProperty('--ui-scale', String(scale / 100));
  };
  apply(appearance.getState());
  appearance.subscribe(apply);
}

export function useAppearance(): Appearance {
  return useStore(appearance);
}
