import type { Workplace } from '../../nodes/files/workspace.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import type { Engine } from '../protocol/engine.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Gallery } from './gallery/gallery.ts';
import type { Journal } from './journal.ts';
import type { ModelServices } from './models/model-services.ts';
import type { Thumbnails } from './pictures/thumbnails.ts';
import type { Sockets } from './sockets.ts';
import type { JobStore } from './store/job-store.ts';

/** What the routes work on. */
export interface Backend extends Omit<ModelServices, 'close'> {
  readonly files: Workplace;
  readonly registry: Registry;
  readonly store: JobStore;
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly sockets: Sockets;
  readonly journal: Journal;
  readonly gallery: Gallery;
  readonly thumbnails: Thumbnails;
}

export const LARGEST_BODY = 100 * 2 ** 20;

/** What the server can do, as ComfyUI's clients ask for it. */
export const FEATURES = {
  supports_preview_metadata: true,
  supports_model_type_tags: true,
  max_upload_size: LARGEST_BODY,
  extension: { manager: { supports_v4: true } },
  node_replacements: false,
  assets: false,
};
