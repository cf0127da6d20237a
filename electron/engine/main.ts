/** The engine process: started by its supervisor with the settings as one JSON argument. */
import module from 'node:module';

module.enableCompileCache();
const { serveJobs } = await import('./serve-jobs.ts');
await serveJobs(process.argv[2] ?? '');
