/** Queues the workflow of a tab. */
import { writeWorkflow } from '../../../nodes/graph/document/write-workflow.ts';
import { UserError } from '../../../nodes/errors.ts';
import { isObject, type JsonObject } from '../../../nodes/graph/json.ts';
import type { NodeErrors, PromptError } from '../../../nodes/graph/prompt-errors.ts';
import { layoutsOfClasses } from '../../../nodes/graph/workflow/class-layout.ts';
import { uiToApi } from '../../../nodes/graph/workflow/ui-to-api.ts';
import { clientId, randomId } from '../../api/client-id.ts';
import { RequestError, sendJson } from '../../api/http.ts';
import { t } from '../../text/text.ts';
import { catalog } from '../catalog.ts';
import { notify } from '../notices.ts';
import { activeTab, edit, type Tab } from '../workspace.ts';
import { changeNode, nodesOf, withNodes } from './node-runs.ts';
import { titleOf } from './node-place.ts';
import { neededBy, runUpTo, typeOf } from './partial.ts';
import { missingNodes, problemsOf } from './problem.ts';
import { withJob } from './reduce.ts';
import { runs, showProblems } from './runs.ts';
import { applySeedControls } from './seed-control.ts';
import { dropProblemNotice, showProblemNotice } from './problem-notice.ts';
import { dropJob } from './sync.ts';
import type { Job, Problem, RunState } from './types.ts';

export interface RunRequest {
  readonly count?: number;
  /** Before all that waits. */
  readonly isFirst?: boolean;
  /** Full ids of nodes; the whole workflow when absent. */
  readonly upTo?: readonly string[];
}

/** Queues runs of the active tab, changing its seeds after each. False when the server refused one. */
export async function queueRuns({ count = 1, ...request }: RunRequest = {}): Promise<boolean> {
  for (let i = 0; i < count; i++) {
    const tab = activeTab();
    if (!tab || !(await queueRun(tab, request))) return false;
    changeSeeds(tab.id);
  }
  return true;
}

/** As the server takes it: what runs, and the workflow as the editor saves it. @throws UserError */
export function promptOf(tab: Pick<Tab, 'document'>): {
  readonly workflow: JsonObject;
  readonly prompt: JsonObject;
} {
  const { classes } = catalog.getState();
  const workflow = writeWorkflow(tab.document, classes);
  return { workflow, prompt: uiToApi(workflow, layoutsOfClasses(classes)).prompt };
}

async function queueRun(tab: Tab, { isFirst = false, upTo }: RunRequest): Promise<boolean> {
  const { classes } = catalog.getState();
  const made = tryPrompt(tab);
  if (!made) return false;
  const part = upTo && runUpTo(made.prompt, upTo, classes);
  if (part && part.targets.length === 0) {
    const title = titleOf(tab.document, part.unseen[0] ?? '', classes);
    notify(t(part.unseen.length > 0 ? 'run.selection.unseen' : 'run.selection.none', { title }));
    return false;
  }
  const prompt = part?.prompt ?? made.prompt;
  const outputs = Object.keys(prompt).filter((id) => isOutput(prompt, id));
  const job: Job = {
    id: randomId(),
    tab: tab.id,
    name: tab.name,
    nodes: [...neededBy(prompt, part?.targets ?? outputs)],
    state: 'queued',
    started: null,
    ended: null,
    seed: seedOf(prompt),
    steps: stepsOf(prompt),
  };
  dropProblemNotice(tab.id);
  runs.setState((state) => waiting(withJob(state, job), job));
  try {
    const answer = await sendJson('/prompt', {
      prompt,
      prompt_id: job.id,
      client_id: clientId(),
      ...(isFirst && { front: true }),
      ...(part && { partial_execution_targets: part.targets }),
      extra_data: {
        extra_pnginfo: { workflow: made.workflow },
        studio: { name: tab.name, tab: tab.id },
      },
    });
    const problems = problemsOf(nodeErrorsOf(answer));
    if (problems.size > 0) complain(tab, problems, true);
    return true;
  } catch (error) {
    runs.setState((state) => dropJob(state, job.id));
    refused(tab, error);
    return false;
  }
}

function tryPrompt(tab: Tab): ReturnType<typeof promptOf> | null {
  try {
    return promptOf(tab);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    notify(`${error.message} ${error.cure}`, { kind: 'error' });
    return null;
  }
}

function refused(tab: Tab, error: unknown): void {
  if (!(error instanceof RequestError)) {
    notify(t('run.unreachable'), { kind: 'error' });
    return;
  }
  const told = isObject(error.body) ? (error.body['error'] as unknown as PromptError) : null;
  const missing = told ? missingNodes(told) : new Map<string, Problem>();
  const problems = missing.size > 0 ? missing : problemsOf(nodeErrorsOf(error.body));
  if (problems.size > 0) complain(tab, problems, false);
  else if (told?.type === 'prompt_no_outputs') notify(t('run.nothing'), { kind: 'error' });
  else notify(error.message, { kind: 'error' });
}

function complain(tab: Tab, problems: ReadonlyMap<string, Problem>, runsPartly: boolean): void {
  showProblems(tab.id, problems);
  showProblemNotice(tab.id, [...problems], runsPartly);
}

function changeSeeds(tab: string): void {
  const { classes } = catalog.getState();
  edit(t('run.edit.seeds'), (draft) => applySeedControls(draft, classes), { tab, group: 'seeds' });
}

/** Nodes wait from now on, unless they are in the middle of a run. */
function waiting(state: RunState, job: Job): RunState {
  const tab = job.tab ?? '';
  let nodes = nodesOf(state, tab);
  for (const id of job.nodes) {
    const run = nodes[id];
    const isBusy = run?.status === 'running' || run?.status === 'waiting';
    if (!isBusy) nodes = changeNode(nodes, id, { status: 'waiting', job: job.id, problem: null });
  }
  return withNodes(state, tab, nodes);
}

function isOutput(prompt: JsonObject, id: string): boolean {
  const type = typeOf(prompt[id]);
  const { classes } = catalog.getState();
  return Object.hasOwn(classes, type) && classes[type]?.isOutput === true;
}

function seedOf(prompt: JsonObject): string | null {
  const seeds = inputsOf(prompt).map((inputs) => inputs['seed'] ?? inputs['noise_seed']);
  const seed = seeds.find((value) => typeof value === 'number' || typeof value === 'bigint');
  return seed === undefined ? null : String(seed);
}

function stepsOf(prompt: JsonObject): number {
  return Math.max(
    1,
    ...inputsOf(prompt).map(({ steps }) => (typeof steps === 'number' ? steps : 1)),
  );
}

function inputsOf(prompt: JsonObject): JsonObject[] {
  return Object.values(prompt).flatMap((node) =>
    isObject(node) && isObject(node['inputs']) ? [node['inputs']] : [],
  );
}

function nodeErrorsOf(body: unknown): NodeErrors {
  const errors = isObject(body) ? body['node_errors'] : null;
  return isObject(errors) ? (errors as unknown as NodeErrors) : {};
}
