import { fork } from 'node:child_process';
import type { DeviceReport, ProbeRequest } from './device-report.ts';
import type { ProbeAnswer } from './main.ts';
import { inWords } from './in-words.ts';

const ENTRY = new URL('./main.ts', import.meta.url);
const PATIENCE_MS = 180_000;
const LOG_KEPT = 2 ** 16;

interface ProbeOptions {
  readonly entry?: URL;
  readonly patienceMs?: number;
}

/**
 * Tests a device in a process of its own, so that a driver that crashes or hangs takes nothing with it.
 * @throws Error whose message is a clause that says why the device cannot be used
 */
export function runProbe(
  request: ProbeRequest,
  { entry = ENTRY, patienceMs = PATIENCE_MS }: ProbeOptions = {},
): Promise<DeviceReport> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [JSON.stringify(request)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    let log = '';
    let answer: ProbeAnswer | null = null;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, patienceMs);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-LOG_KEPT);
    });
    child.on('message', (message) => {
      answer = message as ProbeAnswer;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (answer && 'report' in answer) resolve(answer.report);
      else if (answer) reject(new Error(inWords(answer.failure, log)));
      else if (isLate) reject(new Error(`it gave no answer within ${patienceMs / 1000} s`));
      else reject(new Error(`its driver ended the test with ${signal ?? `code ${code}`}`));
    });
  });
}
