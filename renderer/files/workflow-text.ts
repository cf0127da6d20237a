/** What is written for a tab: the editor's format, or the API's. */
import { writeWorkflow } from '../../nodes/graph/document/write-workflow.ts';
import { isObject, stringifyJson, type JsonObject } from '../../nodes/graph/json.ts';
import { layoutsOfClasses } from '../../nodes/graph/workflow/class-layout.ts';
import { uiToApi } from '../../nodes/graph/workflow/ui-to-api.ts';
import { catalog } from '../store/catalog.ts';
import { runs } from '../store/run/runs.ts';
import type { Tab } from '../store/workspace.ts';

/** With the last picture that it made, for the list of workflows. */
export function workflowText(tab: Tab): string {
  const workflow = writeWorkflow(tab.document, catalog.getState().classes);
  const picture = runs.getState().tabs[tab.id]?.latest?.file;
  return `${stringifyJson(picture ? withPicture(workflow, { ...picture }) : workflow, 2)}\n`;
}

/** @throws UserError where the workflow cannot be converted */
export function promptText(tab: Tab): string {
  const { classes } = catalog.getState();
  const { prompt } = uiToApi(writeWorkflow(tab.document, classes), layoutsOfClasses(classes));
  return `${stringifyJson(prompt, 2)}\n`;
}

function withPicture(workflow: JsonObject, picture: JsonObject): JsonObject {
  const extra = isObject(workflow['extra']) ? workflow['extra'] : {};
  const taca = isObject(extra['taca']) ? extra['taca'] : {};
  return { ...workflow, extra: { ...extra, taca: { ...taca, picture } } };
}
