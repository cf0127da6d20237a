/** Dark or light: as the system, unless a person has chosen. */
export type Theme = 'dark' | 'light' | 'system';

const prefersLight = matchMedia('(prefers-color-scheme: light)');
let chosen: Theme = 'system';

export function applyTheme(theme: Theme): void {
  chosen = theme;
  const isLight = theme === 'system' ? prefersLight.matches : theme === 'light';
  document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark';
}

prefersLight.addEventListener('change', () => applyTheme(chosen));
