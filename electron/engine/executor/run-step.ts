import { Interrupted } from '../../../nodes/errors.ts';
import type { PreviewPicture, RunContext } from '../../../nodes/run-context.ts';
import type { ExecutionEvent, ExecutionJob, NodeOutput } from '../../protocol/execution.ts';
import type { NodeResult } from './node-result.ts';
import type { Step } from './steps.ts';
import { letMessagesIn } from './turns.ts';

export interface StepWorld extends Pick<RunContext, 'device' | 'models' | 'precision' | 'files'> {
  emit(event: ExecutionEvent): void;
  /** Whether the job is to stop. */
  interrupted(): boolean;
  /** JPEG of a preview. */
  encodePreview(picture: PreviewPicture): Promise<Uint8Array>;
}

/** Runs one node. @throws whatever it throws, and Interrupted */
export async function runStep(
  step: Step,
  inputs: Record<string, unknown>,
  job: ExecutionJob,
  world: StepWorld,
): Promise<NodeResult> {
  const node = step.id;
  const { device, models, precision, files } = world;
  let ui: Record<string, NodeOutput[string]> | null = null;
  const notices: string[] = [];
  const sendPreview = previewSender(node, job, world);

  const checkpoint = async () => {
    await letMessagesIn();
    if (world.interrupted()) throw new Interrupted();
  };

  const context: RunContext = {
    nodeId: node,
    device,
    models,
    precision,
    files,
    metadata: { prompt: job.prompt, extraPngInfo: job.extraPngInfo },
    async progress(value, max, preview) {
      world.emit({ type: 'progress', node, value, max });
      if (preview) await sendPreview(value, preview);
      await checkpoint();
    },
    checkpoint,
    show(shown) {
      ui ??= {};
      for (const [kind, list] of Object.entries(shown)) ui[kind] = [...(ui[kind] ?? []), ...list];
    },
    notice(message) {
      notices.push(message);
      world.emit({ type: 'notice', node, message });
    },
  };
  const outputs = await step.definition.run(inputs, context);
  return { outputs: outputs as NodeResult['outputs'], ui, notices };
}

/** A preview that cannot be made is no reason to lose the picture: the person is told once. */
function previewSender(node: string, job: ExecutionJob, world: StepWorld) {
  let last: number | null = null;
  let works = job.previews;
  return async (value: number, preview: () => PreviewPicture) => {
    if (!works || value === last) return;
    last = value;
    try {
      world.emit({ type: 'preview', node, jpeg: await world.encodePreview(preview()) });
    } catch (error) {
      works = false;
      const message = `There are no previews: ${error instanceof Error ? error.message : String(error)}`;
      world.emit({ type: 'notice', node, message });
    }
  };
}
