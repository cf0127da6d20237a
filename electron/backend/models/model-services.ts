import { join } from 'node:path';
import type { Workplace } from '../../../nodes/files/workspace.ts';
import type { ModelList } from '../../protocol/studio-models.ts';
import { createDownloads, type Downloads } from '../downloads/downloads.ts';
import { createHub, hubEndpoint, type Hub } from '../hub/hub.ts';
import { openToken } from '../hub/token.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { JsonFile } from '../settings/json-file.ts';
import { openPreferences, type Preferences } from '../settings/preferences.ts';
import { createCatalogue } from './catalogue.ts';
import { createInspector } from './inspector.ts';
import { createRemoval, type Removal } from './removal.ts';

/** What the routes for models, downloads and settings work on. */
export interface ModelServices {
  readonly configuration: Configuration;
  readonly preferences: JsonFile<Preferences>;
  readonly hub: Hub;
  readonly downloads: Downloads;
  /** Every file in the models folders. */
  readonly listModels: () => Promise<ModelList>;
  readonly removal: Removal;
  close(): Promise<void>;
}

/** To be called by the one process that owns the data folder. @throws UserError `hub_address` */
export function openModelServices(
  files: Workplace,
  configuration: Configuration,
  env: Readonly<Record<string, string | undefined>>,
): ModelServices {
  const { user } = files.folders;
  const token = openToken(join(user, 'hugging-face-token'), env['HF_TOKEN']);
  const hub = createHub(hubEndpoint(env), token);
  const downloads = createDownloads({
    hub,
    journal: join(user, 'downloads.json'),
    folders: files.modelFolders,
    root: () => configuration.downloadFolder,
  });
  const inspector = createInspector();
  const removal = createRemoval(files, join(user, 'deleted-models.json'));
  return {
    configuration,
    preferences: openPreferences(join(user, 'default')),
    hub,
    downloads,
    listModels: createCatalogue(files, inspector),
    removal,
    async close() {
      await downloads.close();
      await inspector.close();
      removal.close();
    },
  };
}
