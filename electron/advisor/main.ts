/** The advisor thread: answers questions about workflows from the headers of models, without a device. */
import { parentPort } from 'node:worker_threads';
import { UserError } from '../../nodes/errors.ts';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { isMalformed, readPrompt } from '../../nodes/graph/prompt.ts';
import { registry } from '../../nodes/index.ts';
import type { FromAdvisor, Question, Questions, ToAdvisor } from '../protocol/advice.ts';
import { NodeFailure } from '../engine/executor/node-failure.ts';
import { countTokens } from './count-tokens.ts';
import { samplerSteps } from './sampler-steps.ts';

parentPort?.on('message', ({ id, workspace, question }: ToAdvisor) => {
  const answer = async (): Promise<FromAdvisor> => {
    try {
      return { id, reply: await replyTo(question, workspace) };
    } catch (error) {
      return { id, error: explain(error) };
    }
  };
  void answer().then((message) => parentPort?.postMessage(message));
});

async function replyTo(
  { kind, request }: Question,
  workspace: ToAdvisor['workspace'],
): Promise<Questions[keyof Questions]['reply']> {
  const prompt = readPrompt(request.prompt);
  if (isMalformed(prompt)) {
    throw new UserError('invalid_prompt', prompt.problem, 'Correct the workflow.');
  }
  const world = { prompt, registry, files: createWorkspace(workspace) };
  switch (kind) {
    case 'tokens':
      return { encoders: await countTokens(request.node, request.text, world) };
    case 'timesteps':
      return { samplers: await samplerSteps(request.node, world) };
    default:
      return kind satisfies never;
  }
}

function explain(error: unknown): { code: string; message: string; cure: string } {
  const reason = error instanceof NodeFailure ? error.cause : error;
  if (reason instanceof UserError) {
    return { code: reason.code, message: reason.message, cure: reason.cure };
  }
  return {
    code: 'unknown_before_run',
    message: 'This is known only once the workflow runs.',
    cure: 'Run it.',
  };
}
