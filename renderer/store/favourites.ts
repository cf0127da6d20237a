/** Node classes that a person marked, and those used last; kept with the preferences. */
import { useStore } from 'zustand';
import { kept } from './preferences.ts';

export interface Favourites {
  readonly marked: readonly string[];
  /** The latest first. */
  readonly recent: readonly string[];
}

const MOST_RECENT = 12;

const favourites = kept<Favourites>('favourites', { marked: [], recent: [] });

export function knownFavourites(): Favourites {
  return favourites.getState();
}

export function toggleFavourite(id: string): void {
  favourites.setState(({ marked }) => ({
    marked: marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id],
  }));
}

export function rememberUse(id: string): void {
  favourites.setState(({ recent }) => ({
    recent: [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT),
  }));
}

export function useFavourites(): Favourites {
  return useStore(favourites);
}
