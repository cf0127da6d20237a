import { useSyncExternalStore } from 'react';

/** What the window shows, for what reads its colours rather than being styled by them. */
export function useShownTheme(): string {
  return useSyncExternalStore(follow, () => document.documentElement.dataset['theme'] ?? '');
}

function follow(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
