/** An engine process for the supervisor's tests: does what the first target node's id says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionResult } from '../../protocol/execution.ts';
import type { DeviceInfo } from '../../protocol/device.ts';
import type { EngineSettings, FromEngine, ToEngine } from '../../protocol/engine.ts';

const tell = (message: FromEngine) => process.send?.(message);
const device: DeviceInfo = {
  kind: 'cpu',
  name: (JSON.parse(process.argv[2] ?? '{}') as EngineSettings).data || 'stand-in',
  precision: 'fp32',
  threads: 0,
  ownMemory: null,
  maxBuffer: 2 ** 30,
  selfTest: [],
  candidates: [],
  fallback: null,
  networks: [],
  memoryBudget: 0,
};
const success: ExecutionResult = { status: 'success', outputs: {} };

process.on('disconnect', () => process.exit());
process.on('message', (message: ToEngine) => {
  if (message.type === 'run') void run(message.job.id, message.job.targets[0]);
  if (message.type === 'interrupt' && !deaf) {
    const result = { status: 'interrupted', node: 'answered', executed: [] } as const;
    tell({ type: 'finished', id: message.id, result });
  }
});
let deaf = false;

async function run(id: string, what: string | undefined): Promise<void> {
  tell({ type: 'event', id, event: { type: 'node_start', node: '1' } });
  tell({ type: 'event', id, event: { type: 'node_end', node: '1', ms: 1 } });
  tell({ type: 'event', id, event: { type: 'node_start', node: '2' } });
  if (what === 'finish') tell({ type: 'finished', id, result: success });
  if (what === 'pid') {
    tell({ type: 'event', id, event: { type: 'notice', node: '2', message: String(process.pid) } });
    tell({ type: 'finished', id, result: success });
  }
  if (what === 'deaf') deaf = true;
  if (what === 'die') {
    console.error('the last words');
    await sleep(20);
    process.exit(9);
  }
}
tell({ type: 'ready', device });
