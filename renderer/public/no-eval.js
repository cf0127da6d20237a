// The page's policy forbids code made from text; zod would try it when it is loaded.
globalThis.__zod_globalConfig = { jitless: true };
