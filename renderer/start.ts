/** What happens once when the window opens. */
import { isObject } from '../nodes/graph/json.ts';
import { readWorkflow } from '../nodes/graph/document/read-workflow.ts';
import { getJson } from './api/http.ts';
import { catalog, loadCatalog } from './store/catalog.ts';
import { startRuns } from './store/run/start.ts';
import { openTab } from './store/workspace.ts';

export async function start(): Promise<void> {
  const [json] = await Promise.all([getJson('/studio/templates/first-picture'), loadCatalog()]);
  const document = readWorkflow(isObject(json) ? json : {}, catalog.getState().classes);
  openTab({ name: 'First picture', document, saved: document });
  startRuns();
}
