import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Where nothing is put in its place, the package downloads its binary.
    alias: [
      { find: /^electron$/, replacement: join(import.meta.dirname, 'tests/electron-stand-in.ts') },
    ],
    include: ['{electron,nodes,renderer,shaders,tests}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
