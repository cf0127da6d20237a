import { createRoot } from 'react-dom/client';
import { listenForKeys } from './actions/dispatch.ts';
import { actions } from './actions/index.ts';
import { App } from './app.tsx';
import { start } from './start.ts';
import { bindKeys } from './store/keymap.ts';
import { loadPreferences } from './store/preferences.ts';
import './theme/base.css';
import { applyTheme } from './theme/theme.ts';

applyTheme('system');
bindKeys(actions);
listenForKeys(window);
await loadPreferences();
const place = document.getElementById('app');
if (place) createRoot(place).render(<App />);
void start();
