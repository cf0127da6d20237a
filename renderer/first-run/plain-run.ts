/** Renders the newest picture once more without TACA, and shows both beside each other. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { HistoryItem } from '../../electron/protocol/queue.ts';
import { readWorkflow } from '../../nodes/graph/document/read-workflow.ts';
import { usesTaca, withoutTaca } from '../../nodes/graph/document/without-taca.ts';
import { isObject } from '../../nodes/graph/json.ts';
import { clientId, randomId } from '../api/client-id.ts';
import { sendJson } from '../api/http.ts';
import { readMetadata, type PictureRef } from '../api/pictures.ts';
import { catalog } from '../store/catalog.ts';
import { layout } from '../store/layout.ts';
import { notify } from '../store/notices.ts';
import { history } from '../store/run/history.ts';
import { runUpTo } from '../store/run/partial.ts';
import { promptOf } from '../store/run/submit.ts';
import type { Latest } from '../store/run/types.ts';
import { comparePictures } from '../store/viewer.ts';
import { workspace } from '../store/workspace.ts';
import { t } from '../text/text.ts';

const store = createStore<{ readonly job: string | null }>(() => ({ job: null }));

/** Whether such a run is under way. */
export function useIsComparing(): boolean {
  return useStore(store, ({ job }) => job !== null);
}

/** Queues the workflow that the picture holds, its seeds as they were; the comparison opens by itself. */
export async function compareWithout(latest: Latest, name: string): Promise<void> {
  if (store.getState().job !== null) return;
  const job = randomId();
  store.setState({ job });
  try {
    const prompt = await plainPrompt(latest);
    if (prompt === null) {
      notify(t('plain.none'));
      store.setState({ job: null });
      return;
    }
    const { active } = workspace.getState();
    whenOver(job, (item) => show(item, latest.file, active));
    await sendJson('/prompt', {
      ...prompt,
      prompt_id: job,
      client_id: clientId(),
      extra_data: {
        extra_pnginfo: { workflow: prompt.workflow },
        studio: { name: t('plain.name', { name }) },
      },
    });
  } catch (error) {
    store.setState({ job: null });
    fail((error as Error).message);
  }
}

async function plainPrompt({ file, node }: Latest) {
  const { classes } = catalog.getState();
  const { workflow: saved } = await readMetadata(file);
  const document = isObject(saved) ? readWorkflow(saved, classes) : null;
  if (!document || !usesTaca(document, classes)) return null;
  const { workflow, prompt } = promptOf({ document: withoutTaca(document, classes) });
  const part = node === '' ? null : runUpTo(prompt, [node], classes);
  return part && part.targets.length > 0
    ? { workflow, prompt: part.prompt, partial_execution_targets: part.targets }
    : { workflow, prompt };
}

/** The history is read anew after each run, and when the server is back. */
function whenOver(job: string, then: (item: HistoryItem) => void): void {
  const stop = history.subscribe(({ items }) => {
    const item = items.find(({ id }) => id === job);
    if (item || store.getState().job !== job) stop();
    if (!item) return;
    store.setState({ job: null });
    then(item);
  });
}

/** Who does something else meanwhile is told, and not taken there. */
function show({ state, files }: HistoryItem, picture: PictureRef, tab: string | null): void {
  const [plain] = files;
  if (state !== 'done' || !plain) {
    fail(t('plain.stopped'));
    return;
  }
  const isWaiting = workspace.getState().active === tab && layout.getState().view === 'graph';
  if (isWaiting) comparePictures(plain, picture);
  else {
    const run = () => comparePictures(plain, picture);
    notify(t('plain.ready'), { action: { label: t('plain.show'), run } });
  }
}

function fail(reason: string): void {
  notify(t('plain.failed', { reason }), { kind: 'error' });
}
