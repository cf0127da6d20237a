import { join } from 'node:path';

/** The models that are always there, whatever folders a person names. */
export const BUNDLED_MODELS = join(import.meta.dirname, '../../models');
