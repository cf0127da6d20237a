import { defineConfig } from 'vite';

/** One file each: the main process, and with `--mode preload` the script of sandboxed pages, which can load no other. */
export default defineConfig(({ mode }) => {
  const isPreload = mode === 'preload';
  return {
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: isPreload ? 'electron/preload/preload.ts' : 'electron/main/main.ts',
      outDir: isPreload ? 'dist/preload' : 'dist/main',
      target: 'node24',
      rolldownOptions: {
        external: ['electron'],
        output: isPreload
          ? { format: 'cjs', entryFileNames: 'preload.cjs' }
          : { format: 'es', entryFileNames: 'main.js' },
      },
    },
  };
});
