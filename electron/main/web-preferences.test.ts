import { expect, test } from 'vitest';
import { webPreferences } from './web-preferences.ts';

test('a page is sandboxed, isolated and without Node, and no risky setting is named', () => {
  expect(webPreferences('/app/preload.cjs', true)).toEqual({
    preload: '/app/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
});
