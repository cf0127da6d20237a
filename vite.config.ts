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
    // In kB; tests/packaging holds the first screen to its own budget.
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What the first screen needs, as two files rather than a hundred: libraries, which change seldom, and the rest.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 1 },
            { name: 'first-screen', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
