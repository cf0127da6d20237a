/** English texts by area. A text with one form for one and another for many is written `one|many`, told by {count}. */
import { app } from './app.ts';
import { canvas } from './canvas.ts';
import { edit } from './edit.ts';
import { desktop } from './desktop.ts';
import { files } from './files.ts';
import { firstRun } from './first-run.ts';
import { gallery } from './gallery.ts';
import { models } from './models.ts';
import { settings } from './settings.ts';
import { viewer } from './viewer.ts';
import { form } from './form.ts';
import { search } from './search.ts';
import { run } from './run.ts';
import { inspector } from './inspector.ts';
import { widgets } from './widgets.ts';

export const en = {
  ...app,
  ...desktop,
  ...files,
  ...firstRun,
  ...canvas,
  ...edit,
  ...search,
  ...run,
  ...inspector,
  ...widgets,
  ...gallery,
  ...viewer,
  ...form,
  ...models,
  ...settings,
} as const;
