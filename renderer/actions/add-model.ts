import { addNode, setValue } from '../../nodes/graph/document/edits.ts';
import type { NodeId, Point } from '../../nodes/graph/document/types.ts';
import { classOf } from '../store/catalog.ts';
import { announce, notify } from '../store/notices.ts';
import { selectionOf } from '../store/selection.ts';
import { editGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';

/** What a drag of a model carries: `{folder, name}` as JSON. */
export const MODEL_MIME = 'application/x-taca-model';

export interface ModelRef {
  /** ComfyUI's key of the folder. */
  readonly folder: string;
  /** As nodes name it. */
  readonly name: string;
}

/** The node that loads the files of a folder, and the input that names the file. */
const LOADERS: Readonly<Record<string, readonly [nodeClass: string, input: string]>> = {
  checkpoints: ['CheckpointLoaderSimple', 'ckpt_name'],
  diffusion_models: ['UNETLoader', 'unet_name'],
  text_encoders: ['CLIPLoader', 'clip_name'],
  vae: ['VAELoader', 'vae_name'],
  loras: ['LoraLoader', 'lora_name'],
};
const TACA_LORA = ['TACALoraLoader', 'lora_name'] as const;

/** Null for a folder whose files no node loads. */
export function loaderOf({ folder, name }: ModelRef): readonly [string, string] | null {
  if (folder === 'loras' && /taca/i.test(name)) return TACA_LORA;
  return LOADERS[folder] ?? null;
}

/** Adds the node that loads a model, and selects it. @returns its id; null where there is no such node */
export function addModelAt(model: ModelRef, position: Point): NodeId | null {
  const loader = loaderOf(model);
  const nodeClass = loader && classOf(loader[0]);
  if (!loader || !nodeClass) {
    notify(t('models.noLoader', { name: model.name }), { kind: 'error' });
    return null;
  }
  let id: NodeId | null = null;
  editGraph(t('edit.addModel', { name: model.name }), (graph) => {
    id = addNode(graph, nodeClass, position);
    setValue(graph, id, loader[1], model.name);
  });
  if (id !== null) {
    select(selectionOf({ nodes: [id] }));
    announce(t('models.added', { node: nodeClass.title, name: model.name }));
  }
  return id;
}

/** What a drop carries, which may come from anywhere; null when it is no model. */
export function modelOf(transfer: DataTransfer): ModelRef | null {
  try {
    const { folder, name } = JSON.parse(transfer.getData(MODEL_MIME)) as Partial<ModelRef>;
    return typeof folder === 'string' && typeof name === 'string' ? { folder, name } : null;
  } catch {
    return null;
  }
}
