/** The engine process: started by its supervisor with the settings as one JSON argument. */
import { writeFile } from 'node:fs/promises';
import module from 'node:module';

module.enableCompileCache();
// When memory runs out Linux ends this process, which is replaced, rather than the server or another program.
await writeFile('/proc/self/oom_score_adj', '1000').catch(() => undefined);
const { serveJobs } = await import('./serve-jobs.ts');
await serveJobs(process.argv[2] ?? '');
