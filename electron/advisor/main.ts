/** The advisor thread: answers questions about workflows from the headers of models, without a device. */
import { UserError, type Problem } from '../../nodes/errors.ts';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { isMalformed, readPrompt } from '../../nodes/graph/prompt.ts';
import { registry } from '../../nodes/index.ts';
import type { Question, Questions, ToAdvisor } from '../protocol/advice.ts';
import { answerCalls } from '../process/worker-calls.ts';
import { NodeFailure } from '../engine/executor/node-failure.ts';
import { countTokens } from './count-tokens.ts';
import type { World } from './evaluate.ts';
import { samplerSteps } from './sampler-steps.ts';

answerCalls(({ workspace, question }: ToAdvisor) => replyTo(question, workspace));

async function replyTo(
  { kind, request }: Question,
  workspace: ToAdvisor['workspace'],
): Promise<Questions[keyof Questions]['reply']> {
  const { node } = request;
  switch (kind) {
    case 'tokens': {
      const { text } = request;
      const count = (world: World) => countTokens(node, text, world);
      const { known, problem } = await find(request.prompt, workspace, count);
      return { encoders: known, problem };
    }
    case 'timesteps': {
      const steps = (world: World) => samplerSteps(node, world);
      const { known, problem } = await find(request.prompt, workspace, steps);
      return { samplers: known, problem };
    }
    default:
      return kind satisfies never;
  }
}

/** What `look` finds in the world of a prompt; nothing, and why, where it fails. */
async function find<T>(
  json: JsonObject,
  workspace: ToAdvisor['workspace'],
  look: (world: World) => Promise<T[]>,
): Promise<{ known: T[]; problem: Problem | null }> {
  try {
    const prompt = readPrompt(json);
    if (isMalformed(prompt)) {
      throw new UserError('invalid_prompt', prompt.problem, 'Correct the workflow.');
    }
    const known = await look({ prompt, registry, files: createWorkspace(workspace) });
    return { known, problem: null };
  } catch (error) {
    return { known: [], problem: explain(error) };
  }
}

function explain(error: unknown): Problem {
  const reason = error instanceof NodeFailure ? error.cause : error;
  if (reason instanceof UserError) return reason.problem;
  return {
    code: 'unknown_before_run',
    message: 'This is known only once the workflow runs.',
    cure: 'Run it.',
  };
}
