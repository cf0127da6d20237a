import { createWorkspace } from '../../nodes/files/workspace.ts';
import type { ModelRoot } from '../../nodes/files/model-folders.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { readPrompt, isMalformed } from '../../nodes/graph/prompt.ts';
import { registry } from '../../nodes/index.ts';
import type { RenderArguments } from './arguments.ts';
import { checkPrompt } from './check-prompt.ts';
import { showProgress, silent, type Progress } from './progress.ts';
import { readWorkflow } from './read-workflow.ts';
import type { RenderPlan } from './render.ts';
import { jsonReport, textReport, type Report } from './report.ts';
import { nextSeeds, requireSeeds, seedsOf } from './seeds.ts';
import { changeInputs, resolveSet } from './set-inputs.ts';
import { updateWorkflow } from './update-workflow.ts';

interface Prepared {
  /** null: the workflow has errors, which were reported. */
  readonly plan: RenderPlan | null;
  readonly report: Report;
  readonly progress: Progress;
}

/** Reads the workflow, changes its inputs and checks it. @throws UserError */
export async function prepareRender(
  args: RenderArguments,
  models: readonly ModelRoot[],
): Promise<Prepared> {
  const files = createWorkspace({
    models,
    bundledModels: BUNDLED_MODELS,
    data: args.data,
    input: args.input,
    output: args.out,
  });
  const screen = process.stderr;
  const progress = args.quiet || args.json ? silent : showProgress(screen, args.count);
  const streams = {
    out: (line: string) => void process.stdout.write(`${line}\n`),
    note: (line: string) => progress.line(line),
    error: (line: string) => void screen.write(`${line}\n`),
  };
  const report = (args.json ? jsonReport : textReport)(files.folders, streams);

  const { prompt: read, workflow, problems: lost } = await readWorkflow(args.workflow, registry);
  if (!args.quiet) for (const problem of lost) streams.note(problem);
  const changes = args.set.map((assignment) => resolveSet(assignment, read, registry));
  const prompt = changeInputs(read, changes);
  const seeds = seedsOf(prompt, registry);
  requireSeeds(seeds, args.count);
  const { targets, problems } = checkPrompt(prompt, registry, files);
  for (const problem of problems) report.problem(problem);
  if (!targets) return { plan: null, report, progress };

  const titles = titlesOf(prompt);
  return {
    plan: {
      promptOf: (index) => changeInputs(prompt, nextSeeds(seeds, index)),
      seedsOf: (index) => nextSeeds(seeds, index),
      extraPngInfo(index) {
        const changed = index === 0 ? changes : [...changes, ...nextSeeds(seeds, index)];
        const shown = workflow && updateWorkflow(workflow, changed, registry);
        return shown ? { workflow: shown } : {};
      },
      targets,
      titleOf: (node) => titles.get(node) ?? node,
    },
    report,
    progress,
  };
}

function titlesOf(json: Parameters<typeof readPrompt>[0]): Map<string, string> {
  const prompt = readPrompt(json);
  if (isMalformed(prompt)) return new Map();
  return new Map([...prompt].map(([id, node]) => [id, node.title ?? node.classType ?? id]));
}
