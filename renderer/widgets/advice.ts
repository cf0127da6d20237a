/** Questions to the server about the open workflow: its API form, and answers that are kept as long as it says the same. */
import { useEffect, useState } from 'react';
import type { TimestepsReply, TokensReply } from '../../electron/protocol/advice.ts';
import type { NodeId } from '../../nodes/graph/document/types.ts';
import type { WorkflowDocument } from '../../nodes/graph/document/types.ts';
import { writeWorkflow } from '../../nodes/graph/document/write-workflow.ts';
import { stringifyJson, type JsonObject } from '../../nodes/graph/json.ts';
import type { NodeClasses } from '../../nodes/graph/node-class.ts';
import { layoutsOfClasses } from '../../nodes/graph/workflow/class-layout.ts';
import { uiToApi } from '../../nodes/graph/workflow/ui-to-api.ts';
import { sendJson } from '../api/http.ts';
import { useCatalog } from '../store/catalog.ts';
import { useTab } from '../store/workspace.ts';

const PAUSE_MS = 250;

let last: { document: WorkflowDocument; classes: NodeClasses; prompt: JsonObject } | null = null;

/** The API form of a document; that of the last one is kept. */
function promptOf(document: WorkflowDocument, classes: NodeClasses): JsonObject {
  if (last?.document === document && last.classes === classes) return last.prompt;
  const { prompt } = uiToApi(writeWorkflow(document, classes), layoutsOfClasses(classes));
  last = { document, classes, prompt };
  return prompt;
}

interface Answers {
  readonly '/studio/tokens': TokensReply;
  readonly '/studio/timesteps': TimestepsReply;
}

export interface Question<P extends keyof Answers> {
  readonly path: P;
  /** In the graph that shows. */
  readonly node: NodeId;
  readonly more?: JsonObject;
}

/**
 * The server's answer about the open workflow, asked when it rests; the last answer stays until the next.
 * @param question null: nothing is asked @returns null without an answer
 */
export function useAdvice<P extends keyof Answers>(
  question: Question<P> | null,
): Answers[P] | null {
  const document = useTab((tab) => tab.document);
  const path = useTab((tab) => tab.path);
  const classes = useCatalog((state) => state.classes);
  const [answer, setAnswer] = useState<Answers[P] | null>(null);
  const key = question && stringifyJson(question);
  useEffect(() => {
    if (!question || !document) return undefined;
    const abort = new AbortController();
    // Also without an answer: a workflow that cannot run, as one whose subgraph contains itself.
    const ask = async () =>
      sendJson(question.path, {
        prompt: promptOf(document, classes),
        node: [...(path ?? []), question.node].join(':'),
        ...question.more,
      });
    const timer = setTimeout(() => {
      ask()
        .then((json) => abort.signal.aborted || setAnswer(json as unknown as Answers[P]))
        .catch(() => abort.signal.aborted || setAnswer(null));
    }, PAUSE_MS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
    // The question is told by its text.
  }, [key, document, path, classes]);
  return question ? answer : null;
}
