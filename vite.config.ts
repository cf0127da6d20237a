import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    // The content security policy lets no data: URL be a font or a script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
