/** Opening workflows: saved ones, templates, files, and what pictures hold. */
import { readWorkflow } from '../../nodes/graph/document/read-workflow.ts';
import type { Point } from '../../nodes/graph/document/types.ts';
import { importReport, renameModels } from '../../nodes/graph/import/import-report.ts';
import { promptToDocument } from '../../nodes/graph/import/prompt-to-document.ts';
import { setModels } from '../../nodes/graph/import/resolve.ts';
import {
  readWorkflowFile,
  type FileContent,
} from '../../nodes/graph/workflow/embedded/read-workflow-file.ts';
import { produce } from 'immer';
import { catalog } from '../store/catalog.ts';
import { layout } from '../store/layout.ts';
import { notify } from '../store/notices.ts';
import {
  activateTab,
  openTab,
  workspace,
  type Tab,
  type WorkflowFile,
} from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';
import { addPicture } from './add-picture.ts';
import { reviewImport } from './review-import.ts';
import { nameOf } from './save.ts';
import { readUserWorkflow } from './user-file-api.ts';

const LARGEST_FILE = 300 * 2 ** 20;

/**
 * Opens what was dropped, pasted or chosen: a workflow in a new tab, a picture without one as a node, of weights it says
 * where they belong. @param position in the open graph, for a picture
 */
export async function importFile(file: File, position?: Point): Promise<void> {
  const path = await desktopPath(file);
  try {
    if (file.size > LARGEST_FILE && !(await isWeights(file))) {
      const [size, most] = [file.size, LARGEST_FILE].map((bytes) => Math.round(bytes / 2 ** 20));
      notify(t('files.tooLarge', { name: file.name, size: size ?? 0, most: most ?? 0 }), {
        kind: 'error',
      });
      return;
    }
    const bytes = new Uint8Array(await headOrAll(file));
    const content = await readWorkflowFile(bytes, file.name);
    if (content.kind === 'workflow') openContent(content, file.name, path);
    else if (content.kind === 'weights') tellWeights(file.name);
    else await addPicture(file, content.hasParameters, position);
  } catch (error) {
    tellFailure(file.name, error);
  }
}

/** A saved workflow that is open already comes to the front. */
export async function openSaved(path: string): Promise<void> {
  const open = workspace
    .getState()
    .tabs.find(({ file }) => file?.kind === 'userdata' && file.path === path);
  if (open) {
    activateTab(open.id);
    return;
  }
  try {
    const { bytes, tag } = await readUserWorkflow(path);
    const content = await readWorkflowFile(bytes, path);
    if (content.kind === 'workflow') openContent(content, path, { kind: 'userdata', path, tag });
  } catch (error) {
    tellFailure(path, error);
  }
}

/** A copy, which is saved under a name of its own. */
export async function openTemplate(name: string, title: string): Promise<void> {
  try {
    const response = await fetch(`/studio/templates/${encodeURIComponent(name)}`);
    const content = await readWorkflowFile(new Uint8Array(await response.arrayBuffer()), title);
    if (content.kind === 'workflow') openContent(content, title, null);
  } catch (error) {
    tellFailure(title, error);
  }
}

/** Held on to: a browser may forget a field that is not on the page before a file is chosen. */
let field: HTMLInputElement | null = null;

/** Asks for files and opens them. */
export async function openFiles(): Promise<void> {
  if (!window.desktop) {
    field = document.createElement('input');
    field.type = 'file';
    field.multiple = true;
    field.accept = '.json,.taca,.png,.webp,.jpg,.jpeg';
    field.addEventListener('change', ({ currentTarget }) => {
      for (const file of (currentTarget as HTMLInputElement).files ?? []) void importFile(file);
    });
    field.click();
    return;
  }
  const outcome = await window.desktop.openFiles('workflow');
  if (!outcome.ok) notify(`${outcome.error.message} ${outcome.error.cure}`, { kind: 'error' });
  else for (const file of outcome.value) await openBytes(file);
}

/** A file that the desktop has read. */
export async function openBytes(file: {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}): Promise<void> {
  try {
    const content = await readWorkflowFile(file.bytes, file.name);
    const isJson = /\.(json|taca)$/i.test(file.name);
    const kept: WorkflowFile | null = isJson ? { kind: 'desktop', path: file.path } : null;
    if (content.kind === 'workflow') openContent(content, file.name, kept);
    else if (content.kind === 'weights') tellWeights(file.name);
    else await addPicture(new File([new Uint8Array(file.bytes)], file.name), content.hasParameters);
  } catch (error) {
    tellFailure(file.name, error);
  }
}

type WorkflowContent = Extract<FileContent, { kind: 'workflow' }>;

/** @param file null: what it came from is not where it is saved to */
export function openContent(
  { workflow, prompt, isPicture }: WorkflowContent,
  name: string,
  file: WorkflowFile | null,
): string {
  const { classes } = catalog.getState();
  const source = workflow ?? prompt ?? {};
  const read = workflow ? readWorkflow(workflow, classes) : promptToDocument(source, classes);
  const { changes, notes } = renameModels(read, classes);
  const document = produce(read, (draft) => setModels(draft, changes));
  const report = importReport(source, document);
  const id = openTab({
    name: nameOf(name).replace(/\.(png|webp|jpe?g)$/i, ''),
    file: isPicture || !workflow ? null : file,
    document,
    saved: read,
  } satisfies Partial<Tab> & { name: string });
  layout.setState({ view: 'graph' });
  reviewImport(id, { ...report, changed: [...notes, ...report.changed] });
  return id;
}

function tellWeights(name: string): void {
  notify(t('files.weights', { name }), {
    kind: 'error',
    action: { label: t('files.weightsPanel'), run: () => layout.setState({ left: 'models' }) },
  });
}

function tellFailure(name: string, error: unknown): void {
  notify(t('files.openFailed', { name, reason: reasonOf(error) }), { kind: 'error' });
}

/** Of weights the first bytes are enough. */
async function headOrAll(file: File): Promise<ArrayBuffer> {
  return ((await isWeights(file)) ? file.slice(0, 64) : file).arrayBuffer();
}

async function isWeights(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const content = await readWorkflowFile(head, file.name).catch(() => null);
  return content?.kind === 'weights';
}

/** A workflow that was dropped on the desktop app is saved back to its place. */
async function desktopPath(file: File): Promise<WorkflowFile | null> {
  if (!window.desktop || !/\.(json|taca)$/i.test(file.name)) return null;
  const outcome = await window.desktop.openDropped(file).catch(() => null);
  return outcome?.ok ? { kind: 'desktop', path: outcome.value.path } : null;
}
