/** Says how runs go: to who looks, to who listens, and to who is elsewhere. */
import { formatDuration } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { catalog } from '../catalog.ts';
import { announce, notify } from '../notices.ts';
import { workspace } from '../workspace.ts';
import { titleOf } from './node-place.ts';
import { goToNode, showProblemNotice } from './problem-notice.ts';
import type { RunEvent } from './reduce.ts';
import { runs } from './runs.ts';
import type { Job } from './types.ts';

/** Renders that took longer are told to who has gone elsewhere. */
const LONG_MS = 10_000;
const PROGRESS_SAID_MS = 10_000;

let saidAt = 0;

/** To be called when the message is in the state. */
export function tellOutcome(event: RunEvent): void {
  const id = 'prompt_id' in event.data ? String(event.data.prompt_id) : '';
  const job = runs.getState().jobs[id];
  switch (event.type) {
    case 'notification':
      tellNotice(event.data.value, event.data.node, job);
      break;
    case 'execution_start':
      saidAt = Date.now();
      break;
    case 'progress':
      if (job) sayProgress(job, event.data);
      break;
    case 'execution_success':
      if (job) tellDone(job);
      break;
    case 'execution_interrupted':
      if (job) announce(t('notice.interrupted', { name: job.name }));
      break;
    case 'execution_error':
      if (job) tellFailed(job, event.data.node_id);
      break;
  }
}

function tellNotice(text: string, node: string | null, job: Job | undefined): void {
  const tab = job?.tab;
  const action = tab && node ? { label: t('run.goTo'), run: () => goToNode(tab, node) } : null;
  notify(text, action ? { action } : {});
}

function sayProgress(job: Job, { node, value, max }: { node: string; value: number; max: number }) {
  if (Date.now() - saidAt < PROGRESS_SAID_MS) return;
  saidAt = Date.now();
  const tab = workspace.getState().tabs.find(({ id }) => id === job.tab);
  const title = tab ? titleOf(tab.document, node, catalog.getState().classes) : job.name;
  announce(t('notice.progress', { title, value, max }));
}

function tellDone(job: Job): void {
  const took = (job.ended ?? 0) - (job.started ?? 0);
  const text = t('notice.done', { name: job.name, time: formatDuration(took) });
  announce(text);
  if (took > LONG_MS) tellElsewhere(t('notice.done.title'), text);
}

function tellFailed(job: Job, node: string): void {
  const problem = job.tab === null ? null : runs.getState().tabs[job.tab]?.nodes[node]?.problem;
  if (job.tab === null || !problem) return;
  showProblemNotice(job.tab, [[node, problem]]);
  const { name, started, ended } = job;
  const text = t('notice.failed', { name, message: problem.message });
  if ((ended ?? 0) - (started ?? 0) > LONG_MS) tellElsewhere(t('notice.failed.title'), text);
}

function tellElsewhere(title: string, body: string): void {
  if (document.hasFocus()) return;
  void window.desktop?.notify({ title, body });
}
